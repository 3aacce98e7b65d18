using System.Text.Json;
using IncidentDesk.Kernel;

namespace IncidentDesk.Runbooks.Actions;

/// <summary>
/// An Ansible playbook from the server's folder, by the real <c>ansible-playbook</c>; a dry run is its check mode (<c>--check --diff</c>). Extra variables go in a
/// file, as strings that Ansible marks unsafe: they are never taken for templates. The inventory is the file or folder <c>inventory</c> beside the playbooks.
/// </summary>
internal sealed class AnsibleAction(RunbookSettings settings) : IAction
{
    private static readonly string[] Places = ["/usr/bin/ansible-playbook", "/usr/local/bin/ansible-playbook", "/opt/homebrew/bin/ansible-playbook"];

    /// <summary>Whether this server has Ansible.</summary>
    public static bool IsInstalled => Places.Any(File.Exists);

    public StepKind Kind => StepKind.Ansible;

    public bool RunsDry => true;

    public void Check(Check check, string field, RunbookStep step)
    {
        if (check.That(!string.IsNullOrWhiteSpace(step.Playbook) && step.Playbook.Length <= 300, $"{field}.playbook", "Name the playbook, such as rollback.yml."))
        {
            try
            {
                Find(step.Playbook!);
            }
            catch (StepFailedException wrong)
            {
                check.Add($"{field}.playbook", wrong.Message);
            }
        }
        NamedValues.Check(check, $"{field}.variables", step.Variables, NamedValues.IsAnsibleVariable,
            "A variable's name has letters, digits and underscores, begins with no digit, and not with ansible_.");
    }

    public string Describe(RunbookStep step, bool dryRun = false) =>
        $"ansible-playbook {(dryRun ? "--check --diff " : "")}{step.Playbook}{string.Concat((step.Variables ?? []).Select(v => $" {v.Name}={v.Value}"))}";

    public async Task<StepResult> RunAsync(StepRequest request, CancellationToken stop)
    {
        var playbook = Find(request.Step.Playbook!);
        var program = Places.FirstOrDefault(File.Exists) ?? throw new StepFailedException("ansible-playbook is not installed on this server.");
        using var folder = new WorkFolder();
        var variables = (request.Step.Variables ?? []).ToDictionary(v => v.Name, v => new Dictionary<string, string> { ["__ansible_unsafe"] = v.Value });
        var file = await folder.WriteAsync("variables.json", JsonSerializer.SerializeToUtf8Bytes(variables), stop);
        await folder.WriteAsync("ansible.cfg", [], stop);
        var inventory = Path.Combine(settings.Playbooks!, "inventory");
        string[] arguments =
        [
            "--inventory", Path.Exists(inventory) ? inventory : "localhost,",
            "--extra-vars", "@" + file,
            .. request.DryRun ? (string[])["--check", "--diff"] : [],
            playbook,
        ];
        var code = await ChildProgram.RunAsync(new ChildStart(request.RunId, program, arguments, EnvironmentFor(request, folder), folder.Path), request.Output, stop);
        if (code != 0)
        {
            return StepResult.Failed(code, $"Exit code {code}{Meaning(code)}.");
        }
        // It ends well also where no host matched.
        return Directory.Exists(Hosts(folder)) && Directory.EnumerateFiles(Hosts(folder)).Any()
            ? StepResult.Succeeded(code, "Exit code 0.")
            : StepResult.Failed(code, "Nothing was done: no host of the inventory matched.");
    }

    // The exit codes of ansible-playbook (its manual page, and lib/ansible/executor/task_queue_manager.py).
    private static string Meaning(int code) => code switch
    {
        1 => ": an error",
        2 => ": a host failed",
        4 => ": a host can't be reached, or the playbook can't be parsed",
        5 => ": wrong options",
        _ => "",
    };

    /// <summary>Where Ansible's callback "tree" leaves a file for each host that it has done something on.</summary>
    private static string Hosts(WorkFolder folder) => Path.Combine(folder.Path, "hosts");

    private static Dictionary<string, string> EnvironmentFor(StepRequest request, WorkFolder folder)
    {
        var environment = ChildEnvironment.For(request, folder);
        environment["ANSIBLE_CONFIG"] = Path.Combine(folder.Path, "ansible.cfg");
        environment["ANSIBLE_HOME"] = folder.Path;
        environment["ANSIBLE_LOCAL_TEMP"] = folder.Temporary;
        environment["ANSIBLE_RETRY_FILES_ENABLED"] = "0";
        environment["ANSIBLE_NOCOLOR"] = "1";
        environment["ANSIBLE_NOCOWS"] = "1";
        environment["ANSIBLE_STDOUT_CALLBACK"] = "default";
        environment["ANSIBLE_CALLBACKS_ENABLED"] = "ansible.builtin.tree";
        environment["ANSIBLE_CALLBACK_TREE_DIR"] = Hosts(folder);
        environment["ANSIBLE_DEPRECATION_WARNINGS"] = "0";
        environment["PYTHONUNBUFFERED"] = "1";
        return environment;
    }

    /// <summary>The full path of a playbook, which lies in the folder also when links on the way are followed.</summary>
    private string Find(string playbook)
    {
        if (settings.Playbooks is not { } root)
        {
            throw new StepFailedException("This server has no playbooks: its operator sets their folder in IncidentDesk:Runbooks:Playbooks.");
        }
        if (!playbook.EndsWith(".yml", StringComparison.Ordinal) && !playbook.EndsWith(".yaml", StringComparison.Ordinal))
        {
            throw new StepFailedException("A playbook's name ends in .yml or .yaml.");
        }
        var path = Path.GetFullPath(Path.Combine(root, playbook));
        if (!IsBelow(path, root) || Path.IsPathRooted(playbook) || !File.Exists(path))
        {
            throw new StepFailedException($"There is no playbook {Text.Cut(playbook, 100)} in the server's folder.");
        }
        return IsBelow(Resolved(path), Resolved(root)) ? path : throw new StepFailedException($"{Text.Cut(playbook, 100)} points outside the server's folder.");
    }

    private static bool IsBelow(string path, string root) => path.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>The path with every link in it followed.</summary>
    private static string Resolved(string path)
    {
        var resolved = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            resolved = entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
        }
        return resolved;
    }
}
