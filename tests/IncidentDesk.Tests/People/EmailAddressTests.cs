using IncidentDesk.People;

namespace IncidentDesk.Tests.People;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ana@example.com")]
    [InlineData("ana+page@mail.example.com")]
    [InlineData("root@localhost")]
    [InlineData("jörg@bücher.example")]
    [InlineData("用户@例え.jp")]
    [InlineData("ana@xn--bcher-kva.example")]
    public void An_address_is_accepted_in_any_script(string address) => EmailAddress.Normalize($" {address.ToUpperInvariant()} ").ShouldBe(address);

    [Theory]
    [InlineData("ana")]
    [InlineData("ana@")]
    [InlineData("@example.com")]
    [InlineData("Ana <ana@example.com>")]
    [InlineData("<ana@example.com>")]
    [InlineData("ana@example.com, bo@example.com")]
    [InlineData("ana@example.com (Ana)")]
    [InlineData("an a@example.com")]
    [InlineData("ana@exam\rple.com")]
    [InlineData("ana@exam\u0000ple.com")]
    [InlineData("ana@example..com")]
    [InlineData("ana@-\u202e.com")]
    public void What_is_more_or_less_than_one_address_is_not_accepted(string text) => EmailAddress.Normalize(text).ShouldBeNull();

    [Fact]
    public void An_address_is_at_most_254_octets_long()
    {
        EmailAddress.Normalize(new string('a', 242) + "@example.com").ShouldNotBeNull();
        EmailAddress.Normalize(new string('a', 243) + "@example.com").ShouldBeNull();
        EmailAddress.Normalize(new string('ä', 122) + "@example.com").ShouldBeNull();
    }
}
