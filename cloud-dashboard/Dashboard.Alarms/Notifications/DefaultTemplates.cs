namespace Dashboard.Alarms.Notifications;

/// <summary>The texts of the program; an administrator may have others in their place.</summary>
public static class DefaultTemplates
{
    private static readonly NotificationTemplate[] s_all =
    [
        new(
            NotificationForm.MailOne, NotificationLanguage.Es, "[P{priority}] {station}: {alarm}",
            """
            {alarm} {state}

            Estación: {station}
            Hora: {time}
            Prioridad: {priority}
            Condición: {condition}
            Punto: {tag}
            Equipo: {device}
            Veces: {raises}

            Reconocer (una vez, durante 24 horas): {link}

            Para {person}, del grupo {group}.
            """),
        new(
            NotificationForm.MailOne, NotificationLanguage.En, "[P{priority}] {station}: {alarm}",
            """
            {alarm} {state}

            Station: {station}
            Time: {time}
            Priority: {priority}
            Condition: {condition}
            Point: {tag}
            Device: {device}
            Times: {raises}

            Acknowledge (once, for 24 hours): {link}

            For {person}, of the group {group}.
            """),
        new(
            NotificationForm.MailList, NotificationLanguage.Es, "[P{priority}] {count} alarmas; primera: {station}: {alarm}",
            """
            {count} alarmas sin reconocer:

            {list}

            Reconocer las de esta lista (una vez, durante 24 horas): {link}

            Para {person}, del grupo {group}.
            """),
        new(
            NotificationForm.MailList, NotificationLanguage.En, "[P{priority}] {count} alarms; first: {station}: {alarm}",
            """
            {count} alarms that nobody has acknowledged:

            {list}

            Acknowledge those of this list (once, for 24 hours): {link}

            For {person}, of the group {group}.
            """),
        new(NotificationForm.SmsOne, NotificationLanguage.Es, "", "P{priority} {station}: {alarm} {state} {time}"),
        new(NotificationForm.SmsOne, NotificationLanguage.En, "", "P{priority} {station}: {alarm} {state} {time}"),
        new(
            NotificationForm.SmsList, NotificationLanguage.Es, "",
            "{count} alarmas. Primera: P{priority} {station}: {alarm} {state} {time}"),
        new(
            NotificationForm.SmsList, NotificationLanguage.En, "",
            "{count} alarms. First: P{priority} {station}: {alarm} {state} {time}"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NotificationTemplate> All => s_all;

    /// <summary>That of a form and a language.</summary>
    public static NotificationTemplate Of(NotificationForm form, NotificationLanguage language) =>
        s_all.Single(one => one.Form == form && one.Language == language);
}
