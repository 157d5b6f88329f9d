using System.Reflection;
using System.Reflection.Emit;
using System.Text;

namespace TestKit.Texts;

/// <summary>
/// Finds the template of every text for people in the compiled code of an assembly: the compiler makes one out of each interpolated string,
/// with its pieces in order and their number beforehand.
/// </summary>
public static class PhraseScan
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    /// <summary>The templates, each once.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="phrase">The type of a text for people.</param>
    public static IEnumerable<string> Templates(Assembly assembly, Type phrase)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        const BindingFlags every =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return assembly.GetTypes().Where(type => type != phrase)
            .SelectMany(type => type.GetMethods(every).Cast<MethodBase>().Concat(type.GetConstructors(every)))
            .SelectMany(method => Templates(method, phrase)).Distinct(StringComparer.Ordinal);
    }

    private static List<string> Templates(MethodBase method, Type phrase)
    {
        List<string> found = [];
        Stack<Building> open = new();
        List<int> numbers = [];
        string text = "";
        foreach ((OpCode code, int argument) in Instructions(method.GetMethodBody()?.GetILAsByteArray() ?? []))
        {
            if (Number(code, argument) is { } number)
            {
                numbers.Add(number);
            }
            else if (code == OpCodes.Ldstr)
            {
                text = method.Module.ResolveString(argument);
            }
            else if ((code == OpCodes.Newobj || code == OpCodes.Call || code == OpCodes.Callvirt) && Called(method, argument) is { } called
                && called.DeclaringType == phrase)
            {
                if (called.IsConstructor)
                {
                    open.Push(new Building(numbers[^2], numbers[^1]));
                }
                else if (called.Name is "AppendLiteral" or "AppendFormatted")
                {
                    open.Peek().Append(called.Name == "AppendLiteral" ? text : null);
                }

                while (open.TryPeek(out Building? last) && last.IsWhole)
                {
                    found.Add(open.Pop().Template);
                }
            }
        }

        return open.Count == 0 ? found : throw new InvalidOperationException($"{method.DeclaringType}.{method.Name}: a text has no end.");
    }

    private static MethodBase? Called(MethodBase method, int token)
    {
        Type[]? types = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        Type[]? own = method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : null;
        MethodBase? called = method.Module.ResolveMethod(token, types, own);
        return called;
    }

    private static int? Number(OpCode code, int argument) =>
        code == OpCodes.Ldc_I4 ? argument
        : code == OpCodes.Ldc_I4_S ? (sbyte)argument
        : code.Value >= OpCodes.Ldc_I4_0.Value && code.Value <= OpCodes.Ldc_I4_8.Value ? code.Value - OpCodes.Ldc_I4_0.Value
        : null;

    private static IEnumerable<(OpCode Code, int Argument)> Instructions(byte[] il)
    {
        for (int at = 0; at < il.Length;)
        {
            short value = il[at] == 0xFE ? (short)(0xFE00 | il[at + 1]) : il[at];
            OpCode code = Codes[value];
            at += code.Size;
            int size = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
            yield return (code, size == 1 ? il[at] : size == 4 ? BitConverter.ToInt32(il, at) : 0);
            at += size;
        }
    }

    private sealed class Building(int literals, int holes)
    {
        private readonly StringBuilder _template = new();
        private int _literals;
        private int _holes;

        public bool IsWhole => _literals == literals && _holes == holes;

        public string Template => _template.ToString();

        public void Append(string? literal)
        {
            if (literal is null)
            {
                _ = _template.Append('{').Append(_holes++).Append('}');
                return;
            }

            _literals += literal.Length;
            _ = _template.Append(literal.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }
    }
}
