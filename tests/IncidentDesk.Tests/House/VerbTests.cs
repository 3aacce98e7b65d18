using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Mono.Cecil;

namespace IncidentDesk.Tests.House;

/// <summary>No verb can forget to ask for its caller's right: read from the compiled program.</summary>
public sealed class VerbTests
{
    /// <summary>These read for a caller, and change nothing.</summary>
    private static readonly string[] Questions = ["IncidentDesk.People.Standings.StandingAsync", "IncidentDesk.Escalation.PagedNowQueries.PagedForHelpAsync"];

    [Fact]
    public void Every_public_method_that_takes_a_caller_goes_through_the_frame_of_verbs()
    {
        using var module = ModuleDefinition.ReadModule(typeof(Clock).Assembly.Location);
        var calls = new Calls(module, typeof(Verbs).FullName!);

        Verbs(module).Count().ShouldBeGreaterThan(60);
        Verbs(module).Where(m => !calls.Reach(m, typeof(Verbs).FullName!)).Select(Name).ShouldBe(Questions, ignoreOrder: true);
    }

    [Fact]
    public void No_public_method_that_takes_a_caller_begins_a_transaction_beside_the_frame()
    {
        using var module = ModuleDefinition.ReadModule(typeof(Clock).Assembly.Location);
        var calls = new Calls(module, typeof(Verbs).FullName!);

        // The check of a password counts wrong tries, which a refused verb would roll back.
        Verbs(module).Where(m => calls.Reach(m, $"{typeof(Desk).FullName}.{nameof(Desk.InTransactionAsync)}")).Select(Name)
            .ShouldBe(["IncidentDesk.People.PersonSignIn.ChangePasswordAsync"]);
    }

    [Fact]
    public void A_verb_that_forgets_is_found()
    {
        using var module = ModuleDefinition.ReadModule(typeof(VerbTests).Assembly.Location);
        var calls = new Calls(module, typeof(Verbs).FullName!);
        var sample = module.GetType(typeof(ForgetfulActions).FullName!.Replace('+', '/'));

        sample.Methods.Where(m => m.IsPublic && !m.IsConstructor && !calls.Reach(m, typeof(Verbs).FullName!)).Select(m => m.Name)
            .ShouldBe([nameof(ForgetfulActions.ForgetAsync)]);
    }

    /// <summary>What takes a transaction too is a part of verbs and of the engine: it begins none.</summary>
    private static IEnumerable<MethodDefinition> Verbs(ModuleDefinition module) =>
        from type in module.GetTypes()
        where type.IsPublic && type.FullName != typeof(Verbs).FullName
        from method in type.Methods
        let takes = method.Parameters.Select(p => p.ParameterType.FullName).ToList()
        where method is { IsPublic: true, IsConstructor: false, Name: not "Equals" } && !method.IsSpecialName
            && (takes.Contains(typeof(Caller).FullName!) || takes.Contains(typeof(TokenIssuer).FullName!)) && !takes.Contains(typeof(DeskTransaction).FullName!)
        select method;

    private static string Name(MethodReference method) => $"{method.DeclaringType.FullName}.{method.Name}";

    /// <summary>Who calls whom in one assembly; what the compiler makes of lambdas and async methods counts to the method that they stand in.</summary>
    private sealed class Calls(ModuleDefinition module, string frame)
    {
        private readonly Dictionary<string, TypeDefinition> _types = module.GetTypes().ToDictionary(t => t.FullName);

        /// <summary>Whether the method comes to one whose name begins so; the frame's own calls don't count.</summary>
        public bool Reach(MethodDefinition from, string name)
        {
            var (seen, open) = (new HashSet<string>(), new Stack<MethodDefinition>([from]));
            while (open.TryPop(out var method))
            {
                foreach (var step in Steps(method).Where(s => seen.Add(s.FullName)))
                {
                    open.Push(step);
                }
                foreach (var called in method.Body?.Instructions.Select(i => i.Operand).OfType<MethodReference>() ?? [])
                {
                    if (Name(called).StartsWith(name, StringComparison.Ordinal))
                    {
                        return true;
                    }
                    foreach (var next in Bodies(called).Where(b => !Name(b).StartsWith(frame, StringComparison.Ordinal) && seen.Add(b.FullName)))
                    {
                        open.Push(next);
                    }
                }
            }
            return false;
        }

        /// <summary>The steps of the state machine that an async method is compiled to, which an optimised method does not name.</summary>
        private IEnumerable<MethodDefinition> Steps(MethodDefinition method) =>
            method.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == "AsyncStateMachineAttribute")?.ConstructorArguments[0].Value is TypeReference machine
                ? _types[machine.FullName].Methods : [];

        private IEnumerable<MethodDefinition> Bodies(MethodReference called) =>
            _types.TryGetValue(called.DeclaringType.GetElementType().FullName, out var declaring)
                ? declaring.Methods.Where(m => m.Name == called.Name && m.Parameters.Count == called.Parameters.Count) : [];
    }

    private sealed class ForgetfulActions(Desk desk)
    {
        public Task<Outcome<int>> AskAsync(Caller by) => InFrameAsync(by);

        public Task<Outcome<int>> ForgetAsync(Caller by) => desk.InTransactionAsync<Outcome<int>>(async _ =>
        {
            await Task.Yield();
            return by.Name.Length;
        });

        private async Task<Outcome<int>> InFrameAsync(Caller by) =>
            await desk.DoAsync<int>(by, Right.WorkOnIncidents, _ => Task.FromResult<Outcome<int>>(1), CancellationToken.None);
    }
}
