using Edge.Contracts.Journal;
using Edge.Gateway.Configuration.Findings;
using Edge.Mqtt;

namespace Edge.Gateway.Configuration;

/// <summary>Checks the names of the historians: each is a topic and a cursor of the journal.</summary>
internal static class HistorianChecks
{
    /// <summary>The most historians: each holds records in the journal, and gets all of them.</summary>
    private const int Most = 8;

    /// <summary>Checks the names.</summary>
    /// <param name="names">The names.</param>
    /// <param name="findings">Collects what is wrong.</param>
    public static void Check(string[] names, ConfigurationFindings findings)
    {
        if (names.Length > Most)
        {
            findings.Add("mqtt.historians", $"has {names.Length} names: give at most {Most}.");
        }

        HashSet<string> known = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            string key = $"mqtt.historians[{i}]";
            string name = names[i] ?? "";
            findings.Name(key, name, JournalTopics.Usual);
            if (name == MqttPublisher.CursorName)
            {
                findings.Add(key, $"'{name}' is the name of a cursor of the gateway itself: give the historian another name.");
            }
            else if (Edge.Contracts.Topics.IsName(name) && !JournalTopics.IsHistorian(name))
            {
                findings.Add(key, $"'{name}' is a level of a topic of its own: give the historian another name.");
            }

            if (name.Length > 0 && !known.Add(name))
            {
                findings.Add(key, $"'{name}' is there twice: take one out.");
            }
        }
    }
}
