using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentDesk.Web.Tests.Texts;

/// <summary>
/// A language in which what a resource file says stands between ⟦ and ⟧, the values that are put into it outside, and is a third longer, as translations often are. It is
/// only spoken where it is asked for, so that other tests of the process read English.
/// </summary>
internal static partial class PseudoLocale
{
    /// <summary>The name that other programs use for such a language.</summary>
    public const string Name = "qps-ploc";

    /// <summary>The classes that stand for resource files.</summary>
    public static IReadOnlyList<Type> Files { get; } =
        [.. new[] { typeof(CompositionRoot).Assembly, typeof(IncidentDesk.Kernel.Clock).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Name.EndsWith("Texts", StringComparison.Ordinal) && Field(type) is not null)];

    /// <summary>Lets this desk speak it to whoever asks for it.</summary>
    public static void Speak(WebApplication app)
    {
        RuntimeHelpers.RunClassConstructor(typeof(PseudoLocale).TypeHandle);
        app.Services.GetRequiredService<IOptions<RequestLocalizationOptions>>().Value.SupportedUICultures!.Add(new CultureInfo(Name));
    }

    static PseudoLocale()
    {
        foreach (var file in Files)
        {
            Field(file)!.SetValue(null, new Pseudo(file.FullName!, file.Assembly));
        }
    }

    private static FieldInfo? Field(Type type) => type.GetField("resourceMan", BindingFlags.Static | BindingFlags.NonPublic);

    [GeneratedRegex(@"(\{\d[^}]*\})")]
    private static partial Regex Values();

    private sealed class Pseudo(string name, Assembly assembly) : ResourceManager(name, assembly)
    {
        public override string? GetString(string name, CultureInfo? culture)
        {
            var text = base.GetString(name, CultureInfo.InvariantCulture);
            return text is not null && CultureInfo.CurrentUICulture.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)
                ? string.Concat(Values().Split(text).Select((part, i) => i % 2 == 1 || !part.Any(char.IsLetter) ? part : $"⟦{part}{new string('~', part.Length / 3)}⟧"))
                : text;
        }
    }
}
