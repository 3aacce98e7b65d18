using System.Net;
using System.Security.Cryptography;
using System.Text;
using IncidentDesk.Notifications;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Notifications;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly WebhookSink _receiver = new();
    private TestDesk _desk = null!;
    private ContactMethod _method = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync();
        var ana = await _desk.PersonAsync("Ana", reachable: false);
        _method = (await _desk.Get<ContactMethodActions>().AddAsync(ana.Id, ContactKind.Webhook, new Uri(_receiver.Url, "/hook").ToString(), true, TestDesk.Tester)).Value;
        await _desk.SignalAsync(await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(ana))), "db");
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task It_is_signed_with_the_methods_own_secret()
    {
        await _desk.RunAsync();
        var request = _receiver.Requests.ShouldHaveSingleItem();
        var signature = request.Headers["X-IncidentDesk-Signature"].Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        var secret = _desk.Get<SecretBox>().Unprotect(_method.Secret!);
        var expected = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{signature["t"]}.{request.Text}"));
        signature["v1"].ShouldBe(Convert.ToHexStringLower(expected));
        request.Text.ShouldContain("/p/");
    }

    [Fact]
    public async Task A_failing_receiver_is_asked_again_under_the_same_idempotency_key()
    {
        var failures = 2;
        _receiver.OnRequest = _ => failures-- > 0 ? new WebhookAnswer(503) : new WebhookAnswer();
        await _desk.RunAsync();
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        _receiver.Requests.Count.ShouldBe(3);
        _receiver.Requests.Select(r => r.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(1);
        (await _desk.AllAsync<Notification>()).Single(n => n.Method == ContactKind.Webhook).Status.ShouldBe(NotificationStatus.Sent);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_fails()
    {
        _receiver.OnRequest = _ => new WebhookAnswer(302) { Headers = new Dictionary<string, string> { ["Location"] = "http://127.0.0.1:1/" } };
        await _desk.RunAsync();
        _receiver.Requests.ShouldHaveSingleItem();
        (await _desk.AllAsync<Notification>()).Single(n => n.Method == ContactKind.Webhook).Status.ShouldBe(NotificationStatus.Failed);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("64:ff9b:1::808:808", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("::8.8.8.8", true)]
    [InlineData("::", false)]
    [InlineData("::ffff:0:127.0.0.1", false)]
    [InlineData("::ffff:0:8.8.8.8", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2002:808:808::", true)]
    [InlineData("2001:0:4136:e378:8000:63bf:f5ff:fffe", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2606:4700::1111", true)]
    public void Only_public_addresses_are_called_unless_the_settings_allow_more(string address, bool allowed) =>
        OutgoingHttp.IsPublic(IPAddress.Parse(address)).ShouldBe(allowed);

    [Fact]
    public async Task A_private_address_is_refused_where_the_settings_do_not_allow_it()
    {
        using var http = new OutgoingHttp(new NotificationSettings(new Uri("http://localhost"), null, AllowPrivateNetworks: false));
        var message = new Outgoing(Guid.NewGuid(), "incident", "Ana", _receiver.Url.ToString(), null, "t", "d", Urgency.High, "http://localhost/p/x", Guid.NewGuid(), default);
        var result = await new WebhookChannel(http).SendAsync(message, CancellationToken.None);
        (result.Outcome, result.Answer.Contains("AllowPrivateNetworks")).ShouldBe((AttemptOutcome.Refused, true));
        _receiver.Requests.ShouldBeEmpty();
    }
}
