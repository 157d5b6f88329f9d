using Edge.Profiles.Tests;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>
/// The workbook of a substation with two concentrators of eleven IEDs each, as the simulator has them: the breaker of every feeder and
/// the active power of transformer 1. Tags of the first begin with A, of the second with B.
/// </summary>
internal static class TwoConcentrators
{
    private const int OwnWords = 3;
    private const int OwnChannels = 4;
    private const string Drawing =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect tag="A52B01" width="4" height="4"/>"""
        + """<rect tag="B52B01" width="4" height="4"/></svg>""";

    public static string Write(string folder)
    {
        string path = Path.Combine(folder, "two.xlsx");
        File.WriteAllText(Path.Combine(folder, "two.svg"), Drawing);
        XlsxWriter.Write(path, new Dictionary<string, List<object?[]>>
        {
            ["comaster"] = [["id", "ip_address", "port", "enabled"], [1, "127.0.0.1", 9761, 1], [2, "127.0.0.1", 9762, 1]],
            ["ied"] =
            [
                ["id", "comaster_id", "offset", "can_varsys", "can_dis", "can_ais", "rs485_address"],
                .. Of((comaster, address) =>
                    [Id(comaster, address), comaster, address, 6, address == 1 ? 2 * OwnWords : 2, address == 1 ? 2 * OwnChannels : 4,
                        address], first: 1, last: 12),
            ],
            ["di"] =
            [
                ["ied_id", "offset", "port", "bit", "tag", "description", "maskinv", "tipodi"],
                .. Of((comaster, address) =>
                    [Id(comaster, address), OwnWords + address - 1, 0, 0, Breaker(comaster, address - 1), "Interruptor", 0, 2], first: 2,
                    last: 9),
            ],
            ["ai"] =
            [
                ["ied_id", "offset", "Channel", "tag", "description", "unit", "escala"],
                .. Of((comaster, address) =>
                    [Id(comaster, address), OwnChannels + (2 * (address - 2)) + 1, 0, Power(comaster), "Potencia", "kW", 4], first: 10,
                    last: 10),
            ],
            ["screens"] = [["path", "name", "description", "prefix", "parent"], ["two.svg", "AB", "Dos concentradores", "A", null]],
            ["eg"] =
            [
                ["tag", "description", "text", "fill", "Stroke", "mark", "screen", "disabled"],
                ["A52B01", "Interruptor", null, 1, null, null, "AB", 0], ["B52B01", "Interruptor", null, 1, null, null, "AB", 0],
            ],
            ["Fórmulas"] =
            [
                ["tag", "atributo", "Fórmula"],
                ["A52B01", "fill", "SI(di.A52B01.value,1,2)"], ["B52B01", "fill", "SI(di.B52B01.value,1,2)"],
            ],
            ["color"] = [["id", "id_col", "Color", "description"], [1, 1, new Filled("rojo", "C03030"), "cerrado"],
                [2, 2, new Filled("verde", "30A050"), "abierto"]],
        });
        return path;
    }

    /// <summary>The breaker of a feeder.</summary>
    public static string Breaker(int comaster, int feeder) => $"{Letter(comaster)}52B{feeder:00}";

    /// <summary>The active power of transformer 1.</summary>
    public static string Power(int comaster) => $"{Letter(comaster)}PA_T1";

    private static char Letter(int comaster) => comaster == 1 ? 'A' : 'B';

    private static int Id(int comaster, int address) => (100 * comaster) + address;

    private static IEnumerable<object?[]> Of(Func<int, int, object?[]> row, int first, int last) =>
        from comaster in (int[])[1, 2] from address in Enumerable.Range(first, last - first + 1) select row(comaster, address);
}
