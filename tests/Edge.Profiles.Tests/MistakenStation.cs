using Edge.Formulas.Findings;

namespace Edge.Profiles.Tests;

/// <summary>A workbook with twenty planted mistakes, each of another kind, and what each of them is to be found as.</summary>
internal static class MistakenStation
{
    private const string Drawing =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
          <rect tag="XX52B01" width="4" height="4"/><text tag="XXVV_01"><tspan>33.0</tspan></text>
          <path tag="XXC1" d="M 0,0"/><path tag="XXC2" d="M 0,0"/><path tag="XXT1" d="M 0,0"/><path tag="XXT2" d="M 0,0"/>
          <path tag="XXT3" d="M 0,0"/><path tag="XXT4" d="M 0,0"/><path tag="XXT5" d="M 0,0"/>
          <path tag="XXNADA" d="M 0,0"/>
        </svg>
        """;

    /// <summary>Sheet, row, column and severity of each, in the order of the workbook; behind them what was done.</summary>
    public static readonly (string Sheet, int? Row, string? Column, FindingSeverity Severity, string What)[] Expected =
    [
        ("ied", 3, "rs485_address", FindingSeverity.Warning, "an address that events cannot name"),
        ("di", 7, "bit", FindingSeverity.Error, "bit 16"),
        ("di", 8, "tag", FindingSeverity.Error, "a tag twice"),
        ("di", 9, "offset", FindingSeverity.Error, "two points at one place"),
        ("di", 10, "ied_id", FindingSeverity.Error, "an IED that is not there"),
        ("di", 11, "idTextoEv2", FindingSeverity.Warning, "a pair of words that is not there"),
        ("di", 12, "pesoaccionH", FindingSeverity.Warning, "an action that does not exist"),
        ("ai", 5, "escala", FindingSeverity.Error, "a scale that is no number"),
        ("ai", 6, "valuemin", FindingSeverity.Error, "limits the wrong way round"),
        ("ai", 7, "unit", FindingSeverity.Warning, "no unit"),
        ("screens", 3, "parent", FindingSeverity.Error, "a parent that is not there"),
        ("eg", 8, "fill", FindingSeverity.Warning, "a colour that does not exist"),
        ("eg", 9, "tag", FindingSeverity.Warning, "an element that no drawing shows"),
        ("Fórmulas", 5, "Formula", FindingSeverity.Error, "a parenthesis that is not closed"),
        ("Fórmulas", 6, "Formula", FindingSeverity.Error, "a tag that does not exist"),
        ("Fórmulas", 7, "Formula", FindingSeverity.Warning, "a cycle"),
        ("Fórmulas", 9, "Formula", FindingSeverity.Warning, "a colour that does not exist, in a formula"),
        ("textoevtipo", 5, "Value", FindingSeverity.Warning, "a pair with one word"),
        ("varsys", 3, "offset", FindingSeverity.Error, "a byte of another IED"),
        ("plan.svg", 5, "tag", FindingSeverity.Warning, "a tag of the drawing that is no element"),
    ];

    /// <summary>Where the parenthesis opens that the formula in row 5 does not close, from 1.</summary>
    public const int OpenParenthesis = 3;

    /// <summary>The formula in row 5.</summary>
    public const string Unclosed = "SI(di.XX52B01.value,2,1";

    public static Station Create()
    {
        var station = new Station();
        station.Drawing("plan.svg", Drawing);
        Dictionary<string, List<object?[]>> sheets = station.Sheets;
        sheets["ied"][2][6] = 40;
        sheets["di"][0] = [.. sheets["di"][0], "pesoaccionH", "pesoaccionL"];
        sheets["di"].AddRange(
        [
            [6, 1, 1, 0, 16, "XXBIT", "Bit 16", 0, 1, null, null, null],
            [7, 1, 1, 0, 2, "XX52B01", "Repetido", 0, 1, null, null, null],
            [8, 1, 1, 0, 0, "XXDOS", "Mismo lugar", 0, 1, null, null, null],
            [9, 99, 1, 0, 3, "XXIED", "IED ajeno", 0, 1, null, null, null],
            [10, 1, 1, 0, 4, "XXPAR", "Par", 0, 1, 8, null, null],
            [11, 1, 1, 0, 5, "XXACC", "Acción", 0, 1, null, 3, 4],
        ]);
        sheets["ai"].AddRange(
        [
            [4, 1, 2, 1, "XXESC", "Escala", "kV", "mucho", null, null, null, null],
            [5, 1, 3, 2, "XXLIM", "Límites", "kV", 0.01, null, null, 3, 36],
            [6, 1, 4, 3, "XXUNI", "Unidad", null, 0.01, null, null, null, null],
        ]);
        sheets["screens"].Add(["plan.svg", "XXT", "Otra", "XXT", "ZZ"]);
        sheets["eg"].AddRange(
        [
            ["XXC1", "", null, null, 1, null, "XX", 0],
            ["XXC2", "", null, null, 1, null, "XX", 0],
            ["XXT1", "", null, null, null, null, "XX", 0],
            ["XXT2", "", null, null, null, null, "XX", 0],
            ["XXT3", "", null, 9, null, null, "XX", 0],
            ["XXSOLO", "", null, null, null, null, "XX", 0],
            ["XXT4", "", null, null, null, null, "XX", 0],
            ["XXT5", "", null, null, null, null, "XX", 0],
        ]);
        sheets["Fórmulas"].AddRange(
        [
            ["", "eg.", "XXT1", "fill", Unclosed],
            ["", "eg.", "XXT2", "text", "str(ai.XXVV_O1.value)"],
            ["", "eg.", "XXC1", "stroke", "eg.XXC2.stroke"],
            ["", "eg.", "XXC2", "stroke", "eg.XXC1.stroke"],
            ["", "eg.", "XXT3", "fill", "SI(di.XX52B01.value,2,77)"],
            // These two read rows that have a fault of their own: no fault of theirs.
            ["", "eg.", "XXT4", "fill", "SI(di.XXBIT.value,2,1)"],
            ["", "eg.", "XXT5", "text", "str(ai.XXESC.value)"],
        ]);
        sheets["textoevtipo"].Add([4, 5, 1, "ACTUADA"]);
        sheets["accionev"] =
        [
            ["id", "idaccion", "accion", "direccion"], [null, 0, "Presentar al operador", null], [null, 2, "Alarma sonora", null],
        ];
        sheets["varsys"] =
        [
            ["id", "ied_id", "offset", "bit", "param", "description"],
            [null, 1, 1, 4, "NoResp", "No responde"],
            [null, 1, 7, 0, "Arranques", "De otro IED"],
        ];
        return station;
    }
}
