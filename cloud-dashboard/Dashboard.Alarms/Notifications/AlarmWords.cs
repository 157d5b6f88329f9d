using System.Collections.Frozen;
using Edge.Contracts;

namespace Dashboard.Alarms.Notifications;

/// <summary>An alarm in the words of the pages, in the language of a receiver.</summary>
public static class AlarmWords
{
    private static readonly FrozenDictionary<string, (string Es, string En)> s_conditions = new Dictionary<string, (string, string)>
    {
        ["protection"] = ("Protección", "Protection"),
        ["input"] = ("Alarma", "Alarm"),
        ["gatewayAway"] = ("El gateway dejó de dar noticias", "The gateway stopped giving news"),
        ["linkDown"] = ("El equipo dejó de responder", "The device stopped answering"),
        ["recordsLost"] = ("Se perdieron registros del diario", "Records of the journal are lost"),
        ["twoGateways"] = ("Hay dos gateways funcionando como esta estación", "Two gateways run as this station"),
        ["journalTakenBack"] = (
            "El diario del gateway fue restaurado desde una copia anterior", "The journal of the gateway was restored from an older copy"),
        ["historianDown"] = ("El centro no pudo guardar eventos ni valores", "The centre could not store events and values"),
        ["notificationsFail"] = ("Hay avisos que no llegan", "Notifications do not arrive"),
        ["aboveMaximum"] = ("Por encima del máximo", "Above its maximum"),
        ["belowMinimum"] = ("Por debajo del mínimo", "Below its minimum"),
        ["steppedUp"] = ("Salto hacia arriba", "Step up"),
        ["steppedDown"] = ("Salto hacia abajo", "Step down"),
        ["deviceLost"] = ("Enlace con el IED: PERDIDO", "Link to the IED: LOST"),
        ["eventsLost"] = ("Se perdieron eventos en el IED", "Events were lost in the IED"),
        ["backlogStuck"] = (
            "Un historiador no recibe lo que el gateway le guarda", "A historian does not get what the gateway keeps for it"),
        ["gatewayClockOff"] = (
            "El reloj del gateway difiere del reloj del centro", "The clock of the gateway differs from that of the centre"),
        ["clockOff"] = ("Reloj fuera de hora", "Clock off"),
        ["inputMasked"] = ("Entrada enmascarada por oscilación", "Input masked: it chatters"),
        ["deviceRestarted"] = ("Arranque del IED", "IED restart"),
        ["energyDoubtful"] = ("Energía dudosa", "Doubtful energy"),
        ["certificateEnds"] = (
            "Un certificado vence pronto o ya venció", "A certificate ends soon or has ended"),
        ["otherFinding"] = ("Aviso del gateway", "Gateway notice"),
    }.ToFrozenDictionary();

    /// <summary>The condition.</summary>
    public static string Condition(string word, NotificationLanguage language) =>
        s_conditions.TryGetValue(word, out (string Es, string En) words) ? Of(language, words.Es, words.En) : word;

    /// <summary>The station, or the centre itself.</summary>
    public static string Station(string site, NotificationLanguage language) =>
        site == Centre.Site ? Of(language, "El centro", "The centre") : site;

    /// <summary>What is in alarm: the description of its point, else the condition.</summary>
    public static string Title(Alarm alarm, NotificationLanguage language)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        EventMessage message = alarm.Event;
        string condition = Condition(alarm.Source.Condition, language);
        string? where = message.Description ?? message.Tag
            ?? (alarm.Condition.IsOfCentre && alarm.Source.Name.Length > 0 ? alarm.Source.Name : null);
        return message.Type == EventType.Digital ? where ?? condition
            : where is null ? condition : $"{condition}: {where}";
    }

    /// <summary>Its state: the text of the profile where it has one, and whether it has returned.</summary>
    public static string State(Alarm alarm, NotificationLanguage language)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        string text = alarm.Event.Text ?? "";
        bool hasReturned = alarm.Condition.HasState && !alarm.IsActive;
        return hasReturned ? $"{text} ({Of(language, "repuesta", "returned")})".TrimStart() : text;
    }

    /// <summary>The one of two texts.</summary>
    public static string Of(NotificationLanguage language, string spanish, string english) =>
        language == NotificationLanguage.Es ? spanish : english;
}
