// A house with forbidden arrows: Lower may not import Upper, and nobody knows Stray.
#pragma warning disable CA1852 // Only the shape of these types counts.

using IncidentDesk.Tests.House.Sample.Upper;

namespace IncidentDesk.Tests.House.Sample.Upper
{
    internal class Roof
    {
        public static int Height => 7;

        public Lower.Fine Floor { get; } = new();
    }

    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class RoofAttribute : Attribute;
}

namespace IncidentDesk.Tests.House.Sample.Lower
{
    internal class Fine;

    internal class ByInheritance : Roof;

    [Roof]
    internal class InAnAttribute;

    internal class InAConstraint
    {
        public static string Name<T>()
            where T : Roof => typeof(T).Name;
    }

    internal class InAnArgument
    {
        public static int Count(IReadOnlyList<Roof[]> roofs) => roofs.Count;
    }

    internal class InATypeof
    {
        public static string Name => typeof(Roof).Name;
    }

    internal class InALambda
    {
        public static Func<int> Later { get; } = () => Roof.Height;
    }

    internal class InAnAsyncMethod
    {
        public static async Task<int> LaterAsync()
        {
            await Task.Yield();
            return Roof.Height;
        }
    }

    internal class InANestedType
    {
        internal class Nested
        {
            public int Height { get; } = Roof.Height;
        }
    }
}

namespace IncidentDesk.Tests.House.Sample.Stray
{
    internal class Lost;
}
