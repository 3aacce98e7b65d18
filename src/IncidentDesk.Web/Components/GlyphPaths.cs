using System.Collections.Frozen;

namespace IncidentDesk.Web.Components;

/// <summary>The drawing of each <see cref="Glyph"/>: strokes of 1.5 on a 20 by 20 field, as the inside of an SVG element.</summary>
internal static class GlyphPaths
{
    private static readonly FrozenDictionary<Glyph, string> Paths = new Dictionary<Glyph, string>
    {
        [Glyph.Incident] = "<path d='M2.5 10.5h3.2l2.2-6 4 11 2.3-5h3.3'/>",
        [Glyph.OnCall] = "<path d='M3.5 12.5v-2a6.5 6.5 0 0 1 13 0v2'/><rect x='2.5' y='11.5' width='3.5' height='5' rx='1.5'/><rect x='14' y='11.5' width='3.5' height='5' rx='1.5'/>",
        [Glyph.Service] = "<path d='m10 2.5 6.75 3.75v7.5L10 17.5l-6.75-3.75v-7.5z'/><path d='M3.5 6.4 10 10l6.5-3.6M10 10v7.2'/>",
        [Glyph.People] = "<circle cx='7.5' cy='7' r='3'/><path d='M2 16.5c.4-3 2.6-4.75 5.5-4.75s5.1 1.75 5.5 4.75'/><path d='M13 4.3a3 3 0 0 1 0 5.4M15.2 12.3c1.6.7 2.5 2.2 2.8 4.2'/>",
        [Glyph.Team] = "<rect x='7.25' y='2.5' width='5.5' height='4.5' rx='1'/><rect x='2' y='13' width='5.5' height='4.5' rx='1'/><rect x='12.5' y='13' width='5.5' height='4.5' rx='1'/><path d='M10 7v3m-5.25 3v-1.5A1.5 1.5 0 0 1 6.25 10h7.5a1.5 1.5 0 0 1 1.5 1.5V13'/>",
        [Glyph.Schedule] = "<rect x='2.75' y='4' width='14.5' height='13' rx='2'/><path d='M2.75 8h14.5M6.5 2.25v3M13.5 2.25v3M6.25 11.5h3M6.25 14h6'/>",
        [Glyph.Policy] = "<path d='M2.75 16.5h4.5v-4h4.5v-4h4.5V3.75m0 0L13.5 6.5m2.75-2.75L18.5 6.25'/>",
        [Glyph.Integration] = "<path d='M7 3v4M13 3v4M5 7h10v2.5a5 5 0 0 1-10 0zM10 14.5v3'/>",
        [Glyph.Settings] = "<path d='M3 6h7.5M15.5 6H17M3 14h1.5M9.5 14H17'/><circle cx='13' cy='6' r='2.25'/><circle cx='7' cy='14' r='2.25'/>",
        [Glyph.Check] = "<path d='m4 10.5 4 4 8-9'/>",
        [Glyph.Bell] = "<path d='M4 14h12c-1.2-1.2-1.5-2.5-1.5-5a4.5 4.5 0 0 0-9 0c0 2.5-.3 3.8-1.5 5zM8.25 16.75c.8.8 2.7.8 3.5 0'/>",
        [Glyph.BellOff] = "<path d='M6 6.5C5.6 7.2 5.5 8 5.5 9c0 2.5-.3 3.8-1.5 5h9.5M8 4.9A4.5 4.5 0 0 1 14.5 9c0 1.3.1 2.3.35 3.15M8.25 16.75c.8.8 2.7.8 3.5 0M3 3l14 14'/>",
        [Glyph.Phone] = "<path d='M4 3.25h2.75l1.35 3.6-1.7 1.3a10 10 0 0 0 5.45 5.45l1.3-1.7 3.6 1.35V16a1.25 1.25 0 0 1-1.35 1.25C8.7 16.7 3.3 11.3 2.75 4.6A1.25 1.25 0 0 1 4 3.25z'/>",
        [Glyph.Mail] = "<rect x='2.5' y='4' width='15' height='12' rx='2'/><path d='m3 5.5 7 5.5 7-5.5'/>",
        [Glyph.Clock] = "<circle cx='10' cy='10' r='7.25'/><path d='M10 5.75V10l2.75 2'/>",
        [Glyph.User] = "<circle cx='10' cy='6.75' r='3.25'/><path d='M3.75 17c.5-3.25 3-5 6.25-5s5.75 1.75 6.25 5'/>",
        [Glyph.Plus] = "<path d='M10 4v12M4 10h12'/>",
        [Glyph.Minus] = "<path d='M4 10h12'/>",
        [Glyph.Search] = "<circle cx='8.75' cy='8.75' r='5.5'/><path d='m12.9 12.9 4.1 4.1'/>",
        [Glyph.Sun] = "<circle cx='10' cy='10' r='3.25'/><path d='M10 2v1.75M10 16.25V18M2 10h1.75M16.25 10H18M4.35 4.35l1.2 1.2M14.45 14.45l1.2 1.2M15.65 4.35l-1.2 1.2M5.55 14.45l-1.2 1.2'/>",
        [Glyph.Moon] = "<path d='M16.75 11.75A7.25 7.25 0 0 1 8.25 3.25a7 7 0 1 0 8.5 8.5z'/>",
        [Glyph.Menu] = "<path d='M3 5.5h14M3 10h14M3 14.5h14'/>",
        [Glyph.Close] = "<path d='m5 5 10 10M15 5 5 15'/>",
        [Glyph.Copy] = "<rect x='7' y='7' width='10' height='10' rx='2'/><path d='M13 4.5A1.5 1.5 0 0 0 11.5 3h-7A1.5 1.5 0 0 0 3 4.5v7A1.5 1.5 0 0 0 4.5 13'/>",
        [Glyph.Link] = "<path d='M8.5 11.5a3.25 3.25 0 0 0 4.6 0l2.9-2.9a3.25 3.25 0 0 0-4.6-4.6l-1 1M11.5 8.5a3.25 3.25 0 0 0-4.6 0L4 11.4A3.25 3.25 0 0 0 8.6 16l1-1'/>",
        [Glyph.Warning] = "<path d='M8.7 3.75 2.4 14.75a1.5 1.5 0 0 0 1.3 2.25h12.6a1.5 1.5 0 0 0 1.3-2.25l-6.3-11a1.5 1.5 0 0 0-2.6 0zM10 7.75v3.75M10 14.2v.05'/>",
        [Glyph.Info] = "<circle cx='10' cy='10' r='7.25'/><path d='M10 9v4.75M10 6.25v.05'/>",
        [Glyph.Note] = "<path d='M4.5 3h11A1.5 1.5 0 0 1 17 4.5v8a1.5 1.5 0 0 1-1.5 1.5H11l-4 3.25V14H4.5A1.5 1.5 0 0 1 3 12.5v-8A1.5 1.5 0 0 1 4.5 3z'/>",
        [Glyph.Flame] = "<path d='M10.5 2.25c.5 2.75-4.75 5-4.75 9.75a4.75 4.75 0 0 0 9.5.25c0-2-.9-3.5-2-4.75-.25 1-.75 1.75-1.5 2 .25-2.75.25-5.5-1.25-7.25z'/>",
        [Glyph.Arrow] = "<path d='M3.5 10h13M11.5 5l5 5-5 5'/>",
        [Glyph.ArrowUp] = "<path d='M10 16.5v-13M5 8.5l5-5 5 5'/>",
        [Glyph.Back] = "<path d='M16.5 10h-13M8.5 5l-5 5 5 5'/>",
        [Glyph.Chevron] = "<path d='m7.5 4.5 5.5 5.5-5.5 5.5'/>",
        [Glyph.Edit] = "<path d='m12.25 4.25 3.5 3.5M3.5 16.5l.75-4L13 3.75a1.4 1.4 0 0 1 2 0L16.25 5a1.4 1.4 0 0 1 0 2L7.5 15.75z'/>",
        [Glyph.Trash] = "<path d='M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.75 11h8.5l.75-11M8.25 8.75v4.75M11.75 8.75v4.75'/>",
        [Glyph.Undo] = "<path d='M7 3.5 3.5 7 7 10.5M3.5 7h8a5 5 0 0 1 0 10H7'/>",
        [Glyph.Logout] = "<path d='M8 3H4.5A1.5 1.5 0 0 0 3 4.5v11A1.5 1.5 0 0 0 4.5 17H8M8.5 10H17M13.5 6.5 17 10l-3.5 3.5'/>",
        [Glyph.Pin] = "<path d='M7.5 2.75h5l-.5 5.5 2.5 2.5v1.5h-9v-1.5l2.5-2.5zM10 12.25v5'/>",
        [Glyph.Play] = "<path d='m6 3.75 10 6.25-10 6.25z'/>",
        [Glyph.Wrench] = "<path d='M16.7 6.3 13.9 9.1 10.9 6.1l2.8-2.8a4.5 4.5 0 0 0-5.9 5.6L3.2 13.5a2.1 2.1 0 1 0 3.3 3.3l4.6-4.6a4.5 4.5 0 0 0 5.6-5.9z'/>",
        [Glyph.Merge] = "<circle cx='5' cy='4.5' r='1.75'/><circle cx='5' cy='15.5' r='1.75'/><circle cx='15' cy='10' r='1.75'/><path d='M5 6.25v7.5M5 6.25c.5 2.5 3 3.75 8.25 3.75'/>",
        [Glyph.Chart] = "<path d='M3 16.75h14M5.5 13.5v-3M10 13.5v-9M14.5 13.5v-6'/>",
        [Glyph.Dot] = "<circle cx='10' cy='10' r='3'/>",
    }.ToFrozenDictionary();

    /// <summary>The inside of the SVG element for a glyph.</summary>
    public static string Of(Glyph glyph) => Paths[glyph];
}
