namespace Edge.Profiles.Workbook;

/// <summary>The headings of a sheet.</summary>
/// <param name="Name">The sheet.</param>
/// <param name="Required">The required headings.</param>
/// <param name="Read">The optional headings that are read.</param>
/// <param name="LeftAlone">Headings for other programs and for people, which are ignored.</param>
internal sealed record SheetShape(string Name, string[] Required, string[] Read, string[] LeftAlone)
{
    /// <summary>Every sheet that is read, in the order of the documentation.</summary>
    public static readonly SheetShape[] All =
    [
        new("comaster", ["id"], ["ip_address", "port", "enabled"], ["description"]),
        new("ied", ["id", "comaster_id", "offset", "can_varsys", "can_dis", "can_ais", "rs485_address"], ["description"], []),
        new("varsys", ["ied_id", "offset", "bit", "param"], ["description"], ["id", "value"]),
        new(
            "di", ["ied_id", "offset", "port", "bit", "tag"],
            ["description", "campo", "maskinv", "tipodi", "idTextoEv2", "pesoaccionH", "pesoaccionL", "value"],
            ["id", "trasducer", "q", "nrodi"]),
        new(
            "ai", ["ied_id", "offset", "channel", "tag", "escala"],
            [
                "description", "campo", "unit", "escE", "unitE", "value", "valuemax", "valuemin", "deltah", "deltal", "idTextoEvM",
                "idTextoEv2", "pesoaccionH", "pesoaccionL", "multip_asm", "divider", "RelTV", "RelTI",
            ],
            ["id", "trasducer", "Rel33-13", "q", "nroai"]),
        new("screens", ["path", "name", "prefix", "parent"], ["description"], ["id"]),
        new("eg", ["tag"], ["description", "text", "fill", "stroke", "mark", "screen", "disabled"], ["id"]),
        new(
            "formulas", ["tag", "atributo", "formula"], ["Var_eg", "tabla"],
            ["id", "disp", "variab", "f1", "f2", "f3", "f4", "f5", "f6"]),
        new("color", ["id_col", "color"], ["description"], ["id"]),
        new("textoevtipo", ["IdTextoEv2", "Value", "TextoEv2"], [], ["id"]),
        new("com", ["code", "description"], ["idTextoEv2", "pesoaccion"], ["id"]),
        new("alarmas", ["tag"], ["cuando", "prioridad", "banda", "retardo", "retardo_fin", "retencion", "inhibe"], ["id", "description"]),
        new("accionev", ["idaccion", "accion"], ["direccion"], ["id"]),
    ];

    /// <summary>Sheets of other programs, which are ignored.</summary>
    public static readonly string[] Others = ["event", "event_ai", "eventcom", "energy"];

    /// <summary>The shape of a sheet by its name; null for one that is not read.</summary>
    public static SheetShape? Of(string name) => Array.Find(All, shape => shape.Name == Names.Fold(name));

    /// <summary>Whether a heading is known.</summary>
    public bool Knows(string heading)
    {
        string folded = Names.Fold(heading);
        return Required.Concat(Read).Concat(LeftAlone).Any(known => Names.Fold(known) == folded);
    }
}
