namespace Edge.Architecture.Tests;

/// <summary>Within a project the folders are layers: of two namespaces at most one uses the other, a parent and its child too.</summary>
public sealed class Namespaces_have_one_direction
{
    [Fact]
    public void No_two_namespaces_of_a_project_use_each_other()
    {
        string[] found = [.. ProjectFile.All.Where(project => project.Area != "tests").SelectMany(Cycles)];
        Assert.True(found.Length == 0, string.Join(", ", found.Select(pair => $"{pair} [{Why(pair)}]")));
    }

    private static IEnumerable<string> Cycles(ProjectFile project)
    {
        HashSet<(string From, string To)> uses = [.. Uses(project).Select(use => (use.From, use.To))];
        return uses.Where(use => string.CompareOrdinal(use.From, use.To) < 0 && uses.Contains((use.To, use.From)))
            .Select(use => $"{use.From} <-> {use.To}")
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Each use of one namespace of a project by another, with the file and the name.</summary>
    private static IEnumerable<(string From, string To, string File, string Name)> Uses(ProjectFile project)
    {
        SourceFile[] files = [.. SourceFile.All.Where(file => file.Project == project && file.Namespace.Length > 0)];
        Dictionary<string, HashSet<string>> declared = files.GroupBy(file => file.Namespace)
            .ToDictionary(
                group => group.Key, group => group.SelectMany(file => file.Types).Select(type => type.Name.Split('<')[0]).ToHashSet());
        foreach (SourceFile file in files)
        {
            foreach (string used in file.Usings.Where(used => used != file.Namespace && declared.ContainsKey(used)))
            {
                yield return (file.Namespace, used, file.Path, "using");
            }

            // What stands in a parent is seen without a using; the nearest declaration of a name counts.
            IEnumerable<string> nearer = file.Usings.SelectMany(used => declared.GetValueOrDefault(used, []));
            HashSet<string> names = [.. file.Names().Except(declared[file.Namespace]).Except(nearer)];
            for (string parent = Parent(file.Namespace); parent.Length > 0; parent = Parent(parent))
            {
                foreach (string name in declared.GetValueOrDefault(parent, []).Where(names.Remove))
                {
                    yield return (file.Namespace, parent, file.Path, name);
                }
            }
        }
    }

    private static string Parent(string name) => name.LastIndexOf('.') is var point and >= 0 ? name[..point] : "";

    /// <summary>The rarer direction of a pair, to see at once what to cut.</summary>
    private static string Why(string pair)
    {
        string[] both = pair.Split(" <-> ");
        var uses = ProjectFile.All.SelectMany(Uses).Where(use => both.Contains(use.From) && both.Contains(use.To))
            .ToLookup(use => use.From);
        return string.Join(
            ", ", uses.MinBy(direction => direction.Count())!.Take(6).Select(use => $"{Path.GetFileName(use.File)}: {use.Name}"));
    }
}
