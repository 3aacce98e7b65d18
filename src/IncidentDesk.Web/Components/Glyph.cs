namespace IncidentDesk.Web.Components;

/// <summary>The signs that <see cref="Icon"/> can draw, each named after what it stands for.</summary>
public enum Glyph
{
    Incident, OnCall, Service, People, Team, Schedule, Policy, Integration, Settings,
    Check, Bell, BellOff, Phone, Mail, Clock, User, Plus, Minus, Search, Sun, Moon, Menu, Close, Copy, Link,
    Warning, Info, Note, Flame, Arrow, ArrowUp, Back, Chevron, Edit, Trash, Undo, Logout, Pin, Play, Wrench, Merge, Chart, Dot,
}
