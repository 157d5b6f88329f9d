namespace Edge.Profiles.Template;

/// <summary>
/// The sheets of an empty workbook: all sheets of the import, with the meaning of each column, in the same words as docs/workbook.md.
/// </summary>
internal static class TemplateSheets
{
    private const string Ieds = "ied!$A$2:$A$1000";
    private const string Tags = "eg!$A$2:$A$5000";
    private const string Colours = "color!$A$2:$A$257";
    private const string Screens = "screens!$B$2:$B$200";

    private static readonly string[] YesNo = ["0", "1"];

    public static readonly TemplateSheet[] All =
    [
        new("comaster",
            [
                new("id", "Number of the concentrator, from 1.") { Least = 0, Most = int.MaxValue },
                new("ip_address", "Its address on the network."),
                new("port", "Its TCP port; empty: 9761.") { Least = 1, Most = 65535 },
                new("enabled", "1: the gateway takes this one. With several rows at 1 the configuration names one.") { List = YesNo },
            ],
            [[1d, "192.168.0.10", 9761d, 1d]]),
        new("ied",
            [
                new("id", "Number of the IED in this workbook; the sheets di, ai and varsys name it.") { Least = 0, Most = int.MaxValue },
                new("comaster_id", "The concentrator in whose answer it stands.") { ListFrom = "comaster!$A$2:$A$100" },
                new("offset", "Its place in the answer: 1, 2, 3 … without a gap. The concentrator itself is 1.") { Least = 1, Most = 63 },
                new("can_varsys", "Bytes of system variables: 6.") { Least = 0, Most = 254 },
                new("can_dis", "Bytes of digital inputs: 2 for each 16-bit word.") { Least = 0, Most = 254 },
                new("can_ais", "Bytes of analogue inputs: 2 for each channel.") { Least = 0, Most = 254 },
                new("rs485_address", "Its address on the RS-485 pair, 1 the concentrator itself. Events name addresses up to 31.")
                    { Least = 1, Most = 63 },
                new("description", "What it is."),
            ],
            [[1d, 1d, 1d, 6d, 6d, 8d, 1d, "COMaster"]]),
        new("varsys",
            [
                new("ied_id", "The IED.") { ListFrom = Ieds },
                new("offset", "Which byte of the system variables of the concentrator's whole answer, from 1.") { Least = 1, Most = 254 },
                new("bit", "The bit, 0 to 7. A byte that one row names is one variable.") { Least = 0, Most = 7 },
                new("param", "The name of the variable."),
                new("description", "What it means."),
            ],
            []),
        new("di",
            [
                new("ied_id", "The IED that reads it.") { ListFrom = Ieds },
                new("offset", "Which 16-bit word of the digital inputs of the concentrator's whole answer, from 1.")
                    { Least = 1, Most = 127 },
                new("port", "The word of the IED, from 0: events name it.") { Least = 0, Most = 7 },
                new("bit", "The bit of the word, 0 to 15.") { Least = 0, Most = 15 },
                new("tag", "The name of the input: letters, digits, - _ and point. An empty tag is a spare input."),
                new("description", "What it is."),
                new("campo", "The bay that it belongs to, as people call it; empty: what its IED is called."),
                new("maskinv", "1: the contact is wired the other way round.") { List = YesNo },
                new("tipodi", "0 protection, 1 alarm, 2 breaker, 3 state.") { List = ["0", "1", "2", "3"] },
                new("idTextoEv2", "The pair of words for its two states, in the sheet textoevtipo.")
                    { ListFrom = "textoevtipo!$A$2:$A$500" },
                new("pesoaccionH",
                    "What to do when it goes to 1: the sum of 2 to the power of each action's number (actions 0 and 2: 1 + 4 = 5).")
                    { Least = 0, Most = int.MaxValue },
                new("pesoaccionL", "What to do when it goes to 0, as pesoaccionH.") { Least = 0, Most = int.MaxValue },
                new("value", "A first state, for trying formulas.") { List = YesNo },
            ],
            []),
        new("ai",
            [
                new("ied_id", "The IED that reads it.") { ListFrom = Ieds },
                new("offset", "Which 16-bit word of the analogue inputs of the concentrator's whole answer, from 1.")
                    { Least = 1, Most = 127 },
                new("Channel", "The channel of the IED, from 0: energies name it.") { Least = 0, Most = 7 },
                new("tag", "The name of the input: letters, digits, - _ and point. An empty tag is a spare input."),
                new("description", "What it measures."),
                new("campo", "The bay that it belongs to, as in the sheet di."),
                new("unit", "The unit after the scale: kV, A, kW, kvar; 1 for a bare number."),
                new("escala", "Engineering units a count.") { Number = true },
                new("escE", "Energy a pulse; empty when the input is not metered.") { Number = true },
                new("unitE", "The unit of the energies: kWh, kvarh."),
                new("value", "A first value in counts, for trying formulas.") { Number = true },
                new("valuemax", "Its upper limit, in engineering units: above it is an alarm.") { Number = true },
                new("valuemin", "Its lower limit, in engineering units: below it is an alarm.") { Number = true },
                new("deltah", "A rise by more than this is an event.") { Number = true },
                new("deltal", "A fall by more than this is an event.") { Number = true },
                new("idTextoEvM", "The pair of words for a value beyond its limits.") { ListFrom = "textoevtipo!$A$2:$A$500" },
                new("idTextoEv2", "The pair of words for a rise or a fall.") { ListFrom = "textoevtipo!$A$2:$A$500" },
                new("pesoaccionH", "What to do above the maximum or at a rise, as in the sheet di.") { Least = 0, Most = int.MaxValue },
                new("pesoaccionL", "What to do below the minimum or at a fall, as in the sheet di.") { Least = 0, Most = int.MaxValue },
            ],
            []),
        new("screens",
            [
                new("path", "The drawing: an .svg file beside this workbook."),
                new("name", "A short name, each once: letters, digits, - _ and point."),
                new("description", "The title of the screen."),
                new("prefix", "Tags that begin with it belong to this screen; of several prefixes the longest counts."),
                new("parent", "The screen that this one opens from; empty for the first.") { ListFrom = Screens },
            ],
            []),
        new("eg",
            [
                new("tag", "The tag of the shapes in the drawing."),
                new("description", "What it is."),
                new("text", "The words at the start. The number format of the cell gives the decimals of a number."),
                new("fill", "The index of its fill at the start; empty: as drawn.") { ListFrom = Colours },
                new("Stroke", "The index of its line at the start; empty: as drawn.") { ListFrom = Colours },
                new("mark", "A number that formulas filter by.") { Number = true },
                new("screen", "The screen, for a tag that no prefix fits.") { ListFrom = Screens },
                new("disabled", "1: out of use, never animated.") { List = YesNo },
            ],
            []),
        new("formulas",
            [
                new("tag", "The element that the formula sets.") { ListFrom = Tags },
                new("atributo", "What of it is set.") { List = ["text", "fill", "stroke", "mark"] },
                new("Formula", "The formula, as text without a leading =, for example SI(di.TAG.value,6,5)."),
            ],
            []),
        new("color",
            [
                new("id_col", "The index that formulas and the sheet eg name.") { Least = 0, Most = 255 },
                new("color", "The name; the background of this cell is the colour."),
                new("description", "What it means."),
            ],
            [
                [0d, new TemplateFill("gris", "C0C0C0"), "No quality"], [1d, new TemplateFill("ocre", "FFCC00"), "13,2 kV"],
                [2d, new TemplateFill("violeta", "CC99FF"), "33 kV"],
                [3d, new TemplateFill("blanco", "FFFFFF"), "Neutral"], [5d, new TemplateFill("azul", "3366FF"), "Open"],
                [6d, new TemplateFill("rojo", "FF0000"), "Tripped"],
                [11d, new TemplateFill("verde", "99CC00"), "Normal"],
            ]),
        new("textoevtipo",
            [
                new("IdTextoEv2", "The number of the pair.") { Least = 0, Most = int.MaxValue },
                new("Value", "The state: 0 or 1; empty for events that carry their own words.") { List = YesNo },
                new("TextoEv2", "The word for this state."),
            ],
            [[0d, 0d, "ABIERTO"], [0d, 1d, "CERRADO"], [1d, 0d, "NORMAL"], [1d, 1d, "ACTUADA"], [3d, null, "(del evento)"]]),
        new("com",
            [
                new("code", "The code of an event of communications, 0 to 15.") { Least = 0, Most = 15 },
                new("description", "What it is."),
                new("idTextoEv2", "The pair of words that goes with it.") { ListFrom = "textoevtipo!$A$2:$A$500" },
                new("pesoaccion", "What to do, as pesoaccionH in the sheet di.") { Least = 0, Most = int.MaxValue },
            ],
            [[2d, "IED: enlace", 3d, 1d], [3d, "IED: arranque", 3d, 1d], [4d, "Comunicaciones: arranque", 3d, 1d]]),
        new("alarmas",
            [
                new("tag", "A digital or analogue input."),
                new("cuando", "di: 1 or 0, the state that is the alarm; ai: max or min; empty: as tipodi says, both limits.")
                    { List = ["0", "1", "max", "min"] },
                new("prioridad", "1 (first) to 4; empty: as the kind of alarm has it.") { Least = 1, Most = 4 },
                new("banda", "ai: how far within its limit it has returned; empty: a hundredth of the span.") { Number = true },
                new("retardo", "Seconds that it must last until it is an alarm.") { Least = 0, Most = 3600 },
                new("retardo_fin", "Seconds that it must be gone until it has returned.") { Least = 0, Most = 3600 },
                new("retencion", "1: its return must be acknowledged, too.") { List = YesNo },
                new("inhibe", "It means nothing while an input is in a state, such as E152B01=0."),
            ],
            []),
        new("accionev",
            [
                new("idaccion", "The number of the action, 0 to 31: its bit in pesoaccion.") { Least = 0, Most = 31 },
                new("accion", "What is done."),
                new("direccion", "Whom it goes to."),
            ],
            [[0d, "Presentar al operador", null], [1d, "Alarma sonora", null]]),
    ];
}

/// <summary>A cell with text and a background.</summary>
/// <param name="Text">The text.</param>
/// <param name="Rgb">The background, six hexadecimal digits.</param>
internal sealed record TemplateFill(string Text, string Rgb);
