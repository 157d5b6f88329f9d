using TestKit;

namespace Edge.Profiles.Tests;

/// <summary>A small sound workbook with its drawing, in a folder of its own: tests plant one mistake in it.</summary>
internal sealed class Station : IDisposable
{
    private const string PlainDrawing =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
          <rect tag="XX52B01" width="4" height="4"/><text tag="XXVV_01"><tspan>33.0</tspan></text>
        </svg>
        """;

    private readonly TemporaryFolder _folder = new();

    public Station()
    {
        Drawing("plan.svg", PlainDrawing);
    }

    public string Folder => _folder.Path;

    public string Path => _folder.At("station.xlsx");

    public Dictionary<string, List<object?[]>> Sheets { get; } = new()
    {
        ["comaster"] = [["id", "ip_address", "port", "enabled"], [4, "10.0.0.4", 9761, 1], [5, "10.0.0.5", 9761, 0]],
        ["ied"] =
        [
            ["id", "comaster_id", "offset", "can_varsys", "can_dis", "can_ais", "rs485_address"],
            [1, 4, 1, 6, 6, 8, 1],
            [2, 4, 2, 6, 2, 4, 7],
            [3, 5, 1, 6, 2, 4, 1],
        ],
        ["di"] =
        [
            ["id", "ied_id", "offset", "port", "bit", "tag", "description", "maskinv", "tipodi", "idTextoEv2"],
            [1, 1, 1, 0, 0, "XX52B01", "Interruptor", 0, 2, 0],
            [2, 1, 3, 2, 15, "XX51_01", "Protección", 1, 0, 0],
            [3, 2, 4, 0, 3, "XX52B02", "Interruptor", 0, 2, null],
            [4, 1, 3, 2, 7, null, "reserva", 0, 0, null],
            [5, 3, 1, 0, 0, "YY52B01", "De otro concentrador", 0, 2, null],
        ],
        ["ai"] =
        [
            ["id", "ied_id", "offset", "Channel", "tag", "description", "unit", "escala", "escE", "value", "valuemax", "valuemin"],
            [1, 1, 1, 0, "XXVV_01", "Tensión", "kV", 0.01, null, 3300, 36, 0],
            [2, 2, 5, 0, "XXPA_02", "Potencia", "kW", 2, 0.5, 100, null, null],
            [3, 2, 6, 1, "XXPR_02", "Reactiva", "kvar", "2,5", null, null, null, null],
        ],
        ["screens"] = [["path", "name", "description", "prefix", "parent"], ["plan.svg", "XX", "Estación", "XX", null]],
        ["eg"] =
        [
            ["tag", "description", "text", "fill", "Stroke", "mark", "screen", "disabled"],
            ["XX52B01", "Interruptor", null, 2, null, null, "XX", 0],
            ["XXVV_01", "Tensión", 33.2, 1, 2, 1, null, 0],
        ],
        ["Fórmulas"] =
        [
            ["disp", "tabla", "tag", "atributo", "Fórmula", "f1", "tabla", "tag"],
            ["VV_", "eg.", "XXVV_01", "text", "str(ai.XXVV_01.value*ai.XXVV_01.escala)", "x", "ai.", "otro"],
            ["52B", "eg.", "XX52B01", "fill", "SI(di.XX52B01.value,2,1)"],
            ["52B", "eg.", "XX52B01", "stroke", null],
        ],
        ["color"] =
        [
            ["id", "id_col", "Color", "description"], [1, 1, new Filled("ocre", "D19A1C"), "13,2 kV"],
            [2, 2, new Filled("violeta", "9633AC"), "33 kV"],
        ],
        ["textoevtipo"] =
        [
            ["id", "IdTextoEv2", "Value", "TextoEv2"], [1, 0, 0, "ABIERTO"], [2, 0, 1, "CERRADO"], [3, 3, null, "según el evento"],
        ],
    };

    public void Drawing(string name, string svg) => File.WriteAllText(_folder.At(name), svg);

    /// <summary>What the workbook says about its calculation, as it stands in the file.</summary>
    public string Calculation { get; set; } = "";

    public ProfileImportResult Import(ProfileImportOptions? options = null)
    {
        File.Delete(Path);
        XlsxWriter.Write(Path, Sheets, Calculation);
        return ProfileImporter.Import(Path, options ?? new ProfileImportOptions());
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Where tests find what lies outside of their own folder.</summary>
internal static class Places
{
    public static string Root { get; } = FindRoot();

    public static string Real(string name)
    {
        string path = Path.Combine(Root, "..", "shared", "data", name);
        Assert.SkipUnless(File.Exists(path), $"Third-party data is not here: put {name} into ../shared/data beside the repository.");
        return path;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
