using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Edge.Contracts.Journal;
using Google.Protobuf;
using TestKit;
using YamlDotNet.RepresentationModel;

namespace Edge.Contracts.Tests;

/// <summary>docs/asyncapi.yaml is written by hand; here the code is held against it, and it against the code.</summary>
public sealed class The_code_keeps_to_the_written_contract
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, 125, TimeSpan.Zero);

    private static readonly Type[] Roots =
    [
        typeof(StateMessage), typeof(CatalogMessage), typeof(TagMessage), typeof(ElementMessage), typeof(EventMessage),
        typeof(EnergyMessage), typeof(ElementCommand), typeof(CommandReply), typeof(JournalAck), typeof(JournalReplay),
    ];

    private static readonly JsonSerializerOptions s_json = new(ContractJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ContractJson.Default, JournalJson.Default),
    };

    public static TheoryData<string> Objects => [.. Types().Where(IsObject).Select(t => t.Name)];

    public static TheoryData<string> Enums => [.. Types().Where(t => t.IsEnum).Select(t => t.Name)];

    [Fact]
    public void Every_schema_has_a_type_and_every_type_a_schema() =>
        Assert.Equal(Types().Select(t => t.Name).Order(), AsyncApi.Document.Schemas.Keys.Except(AsyncApi.Document.Codes.Keys).Order());

    [Fact]
    public void Every_list_of_words_stands_in_the_code_and_gives_the_meaning_of_each()
    {
        Dictionary<string, string[]> known = typeof(FindingCode).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Code", StringComparison.Ordinal))
            .ToDictionary(t => t.Name, t => t.GetFields().Select(f => (string)f.GetRawConstantValue()!).ToArray());
        Assert.Equal(known.Keys.Order(), AsyncApi.Document.Codes.Keys.Order());
        Assert.All(known, list =>
        {
            YamlMappingNode written = AsyncApi.Document.Codes[list.Key];
            Assert.Equal(list.Value, written.Children.Keys.Select(k => ((YamlScalarNode)k).Value));
            Assert.All(written.Children.Values, meaning => Assert.EndsWith(".", ((YamlScalarNode)meaning).Value, StringComparison.Ordinal));
            string? about = AsyncApi.Text(AsyncApi.Document.Schemas[list.Key], "description");
            Assert.Contains("a word that you do not know", about?.ReplaceLineEndings(" "), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void A_message_has_the_written_fields_of_the_written_kinds(string name)
    {
        YamlMappingNode schema = AsyncApi.Document.Schemas[name];
        JsonTypeInfo type = s_json.GetTypeInfo(Types().Single(t => t.Name == name));
        Assert.Equal("object", AsyncApi.Text(schema, "type"));
        IReadOnlyDictionary<string, YamlMappingNode> written = AsyncApi.Properties(schema);
        Assert.Equal(type.Properties.Select(p => p.Name).Order(), written.Keys.Order());
        Assert.All(type.Properties, p => Assert.Equal(KindOf(p.PropertyType), KindOf(written[p.Name])));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void What_the_code_always_sends_is_required_and_nothing_else(string name)
    {
        Type type = Types().Single(t => t.Name == name);
        JsonTypeInfo json = s_json.GetTypeInfo(type);
        NullabilityInfoContext nullability = new();
        Dictionary<string, PropertyInfo> members = type.GetProperties().ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

        // Required by the code: marked so, or a parameter of a positional record that cannot be null.
        bool positional = type.GetConstructors().Any(c => c.GetParameters().Length > 1);
        IEnumerable<string> required = json.Properties.Where(p => p.IsRequired || (positional
            && nullability.Create(members[p.Name]).ReadState == NullabilityState.NotNull)).Select(p => p.Name);
        Assert.Equal(required.Order(), AsyncApi.List(AsyncApi.Document.Schemas[name], "required").Order());
    }

    [Theory]
    [MemberData(nameof(Enums))]
    public void A_word_of_the_code_is_a_word_of_the_contract(string name)
    {
        Type type = Types().Single(t => t.Name == name);
        IEnumerable<string> words = Enum.GetValues(type).Cast<object>()
            .Select(v => JsonSerializer.SerializeToElement(v, s_json.GetTypeInfo(type)).GetString()!);
        Assert.Equal(AsyncApi.List(AsyncApi.Document.Schemas[name], "enum"), words);
    }

    [Fact]
    public void Every_topic_stands_in_the_contract_and_in_the_code()
    {
        Topics topics = new("los-alamos");
        Dictionary<string, string> spelled = new()
        {
            ["state"] = topics.State,
            ["catalog"] = topics.Catalog,
            ["screen"] = topics.Screen("LA"),
            ["tag"] = topics.Tag("LA152B03"),
            ["element"] = topics.Element("LA152B03"),
            ["event"] = topics.Event,
            ["energy"] = topics.Energy,
            ["command"] = topics.CommandElement,
        };
        string[] journal = ["journal", "journalAck", "journalReplay"];
        Assert.Equal(
            Enum.GetNames<TopicKind>().Select(n => n.ToLowerInvariant()).Concat(journal).Order(), AsyncApi.Document.Channels.Keys.Order());
        Assert.All(AsyncApi.Document.Channels.Where(channel => !journal.Contains(channel.Key)), channel =>
        {
            string address = AsyncApi.Text(channel.Value, "address")!
                .Replace("{site}", "los-alamos", StringComparison.Ordinal)
                .Replace("{name}", "LA", StringComparison.Ordinal).Replace("{tag}", "LA152B03", StringComparison.Ordinal);
            Assert.Equal(spelled[channel.Key], address);
            Assert.True(Topics.TryParse(address, out TopicParts parts));
            Assert.Equal(channel.Key, parts.Kind.ToString().ToLowerInvariant());
        });
    }

    [Fact]
    public void The_topics_of_a_historian_stand_in_the_contract_and_in_the_code()
    {
        JournalTopics usual = new("los-alamos");
        JournalTopics second = new("los-alamos", "second");
        YamlMappingNode records = AsyncApi.Document.Channels["journal"];
        string text = AsyncApi.Text(records, "description")!;
        foreach ((string channel, string topic, string named) in new[]
        {
            ("journal", usual.Records, second.Records), ("journalAck", usual.Acknowledgement, second.Acknowledgement),
            ("journalReplay", usual.Replay, second.Replay),
        })
        {
            string? address = AsyncApi.Text(AsyncApi.Document.Channels[channel], "address");
            Assert.Equal(topic, address!.Replace("{site}", "los-alamos", StringComparison.Ordinal));
            string written = named.Replace("los-alamos", "{site}", StringComparison.Ordinal)
                .Replace("second", "{historian}", StringComparison.Ordinal);
            Assert.Contains($"`{written}`", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_batch_has_the_schema_of_its_file_and_examples_that_it_reads()
    {
        YamlMappingNode message = AsyncApi.Document.Messages["journal"];
        YamlMappingNode payload = (YamlMappingNode)AsyncApi.Get(message, "payload")!;
        string file = AsyncApi.Text((YamlMappingNode)AsyncApi.Get(payload, "schema")!, "$ref")!;
        Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", file)), file);
        Assert.Equal("application/x-protobuf", AsyncApi.Text(message, "contentType"));
        (string, string, JsonElement Payload)[] examples =
            [.. AsyncApi.Document.Examples().Where(example => example.Schema == AsyncApi.Binary)];
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            Batch read = JsonParser.Default.Parse<Batch>(example.Payload.GetRawText());
            string written = JsonFormatter.Default.Format(Batch.Parser.ParseFrom(read.ToByteArray()));
            Assert.True(JsonElement.DeepEquals(example.Payload, JsonDocument.Parse(written).RootElement), written);
        });
    }

    [Fact]
    public void Events_records_and_requests_are_the_only_ones_not_retained()
    {
        Assert.Equal("3.0.0", AsyncApi.Document.Version);
        Assert.Equal(AsyncApi.Document.Channels.Count, AsyncApi.Document.Operations.Count);
        Assert.All(AsyncApi.Document.Operations.Values, operation =>
        {
            YamlMappingNode mqtt = (YamlMappingNode)AsyncApi.Get((YamlMappingNode)AsyncApi.Get(operation, "bindings")!, "mqtt")!;
            string channel = AsyncApi.Text((YamlMappingNode)AsyncApi.Get(operation, "channel")!, "$ref")!.Split('/')[^1];
            Assert.Equal("1", AsyncApi.Text(mqtt, "qos"));
            bool retained = channel is not ("event" or "energy" or "command" or "journal" or "journalReplay");
            Assert.Equal(retained ? "true" : "false", AsyncApi.Text(mqtt, "retain"));
        });
    }

    [Fact]
    public void Full_messages_and_the_smallest_ones_keep_to_the_contract()
    {
        Keeps(Samples.State, ContractJson.Default.StateMessage);
        Keeps(Samples.State with { Journal = null, Field = [] }, ContractJson.Default.StateMessage);
        Keeps(Samples.Catalog, ContractJson.Default.CatalogMessage);
        Keeps(
            new TagMessage
            {
                Value = 1.5,
                Raw = RawValue.Of(3L),
                Unit = "kW",
                Quality = QualityName.Stale,
                Reason = ValueReasonCode.LinkDown,
                Detail = "d",
                Time = Time,
                Flags = [FlagCode.Overflow],
            },
            ContractJson.Default.TagMessage);
        Keeps(new TagMessage { Quality = QualityName.Bad }, ContractJson.Default.TagMessage);
        Keeps(
            new TagMessage { Quality = QualityName.Good, Value = 2, Raw = RawValue.Of(DoubleBitCode.On) }, ContractJson.Default.TagMessage);
        Keeps(
            new ElementMessage
            {
                Text = "P 1.50 kW",
                Number = new ElementNumber { Prefix = "P ", Value = 1.5, Decimals = 2, Suffix = " kW" },
                Fill = "#d7a15b",
                Stroke = "#000000",
                Quality = QualityName.Good,
                ByHand = [new ElementByHand { Attribute = ElementAttributeName.Fill, Value = "6", Who = "op", Time = Time }],
                Time = Time,
            },
            ContractJson.Default.ElementMessage);
        Keeps(
            new ElementMessage { Quality = QualityName.Bad, Reason = ValueReasonCode.FormulaError, Detail = "d", Time = Time },
            ContractJson.Default.ElementMessage);
        Keeps(Samples.Event, ContractJson.Default.EventMessage);
        Keeps(Samples.Energy, ContractJson.Default.EnergyMessage);
        Keeps(
            new ElementCommand
            {
                Action = ElementActionName.Set,
                Tag = "LA2TEC01",
                Attribute = ElementAttributeName.Text,
                Value = "FS",
                Who = "op",
            },
            ContractJson.Default.ElementCommand);
        Keeps(
            new ElementCommand { Action = ElementActionName.Acknowledge, Tag = "LA151_03", Seen = Time, Who = "op" },
            ContractJson.Default.ElementCommand);
        Keeps(
            new ElementCommand
            {
                Action = ElementActionName.Release,
                Tag = "LA2TEC01",
                Attribute = ElementAttributeName.Fill,
                Seen = Time,
                Who = "op",
            },
            ContractJson.Default.ElementCommand);
        Keeps(new JournalAck { Epoch = "e1", Seq = 7 }, JournalJson.Default.JournalAck);
        Keeps(new JournalReplay { Epoch = "e1", AfterSeq = 7 }, JournalJson.Default.JournalReplay);
        Keeps(
            new CommandReply { Outcome = CommandOutcome.NotAllowed, Reason = CommandReasonCode.SetByFormula, Detail = "d" },
            ContractJson.Default.CommandReply);
    }

    [Fact]
    public void Each_message_has_examples_that_the_code_reads_and_writes_as_they_stand()
    {
        Assert.Equal(
            AsyncApi.Document.Messages.Keys.Where(m => m != "screen").Order(),
            AsyncApi.Document.Examples().Select(e => e.Name.Split('/')[0]).Distinct().Order());
        Assert.All(AsyncApi.Document.Examples().Where(example => example.Schema != AsyncApi.Binary), example =>
        {
            Assert.Empty(AsyncApi.Document.Validate(example.Payload, example.Schema));
            JsonTypeInfo type = s_json.GetTypeInfo(Roots.Single(r => r.Name == example.Schema));
            JsonElement written = JsonSerializer.SerializeToElement(example.Payload.Deserialize(type), type);
            Assert.True(JsonElement.DeepEquals(example.Payload, written), $"{example.Name}: {example.Payload} is not {written}");
        });
    }

    [Fact]
    public void A_reader_is_told_where_to_connect_and_with_what() => Assert.All(AsyncApi.Document.Servers.Values, server =>
    {
        Assert.Equal("5.0", AsyncApi.Text(server, "protocolVersion"));
        Assert.NotNull(AsyncApi.Get(server, "security"));
    });

    [Theory]
    [InlineData("""{"quality":"fine"}""")]
    [InlineData("""{"quality":"good","value":"12"}""")]
    [InlineData("""{"value":12}""")]
    [InlineData("""{"quality":"good","colour":"red"}""")]
    [InlineData("""{"quality":"good","time":"2026-03-01T09:00:00-03:00"}""")]
    [InlineData("""{"quality":"good","raw":[1]}""")]
    public void The_check_itself_finds_what_is_wrong(string json) =>
        Assert.NotEmpty(AsyncApi.Document.Validate(JsonDocument.Parse(json).RootElement, nameof(TagMessage)));

    private static void Keeps<T>(T message, JsonTypeInfo<T> type)
    {
        JsonElement json = JsonSerializer.SerializeToElement(message, type);
        Assert.Empty(AsyncApi.Document.Validate(json, typeof(T).Name));
        Assert.Equal(json.ToString(), JsonSerializer.SerializeToElement(json.Deserialize(type)!, type).ToString());
    }

    /// <summary>The messages and everything that they are made of.</summary>
    private static List<Type> Types()
    {
        List<Type> found = [];
        void Add(Type type)
        {
            Type bare = Bare(type);
            if (bare.Namespace is ("Edge.Contracts" or "Edge.Contracts.Journal") && !found.Contains(bare))
            {
                found.Add(bare);
                foreach (JsonPropertyInfo property in s_json.GetTypeInfo(bare).Properties)
                {
                    Add(property.PropertyType);
                }
            }
        }

        foreach (Type root in Roots)
        {
            Add(root);
        }

        return found;
    }

    private static Type Bare(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return IsList(inner) ? inner.GetGenericArguments()[0] : inner;
    }

    private static bool IsObject(Type type) => s_json.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object;

    private static bool IsList(Type type) => type != typeof(string) && type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable));

    private static string KindOf(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return IsList(inner) ? $"list of {KindOf(Bare(inner))}"
            : inner.Namespace is "Edge.Contracts" or "Edge.Contracts.Journal" ? inner.Name
            : inner == typeof(DateTimeOffset) ? "time"
            : inner == typeof(string) ? "string"
            : inner == typeof(bool) ? "boolean"
            : inner == typeof(double) ? "number"
            : inner == typeof(int) || inner == typeof(long) ? "integer"
            : throw new NotSupportedException($"{inner} has no kind in the contract.");
    }

    private static string KindOf(YamlMappingNode schema) =>
        AsyncApi.Text(schema, "$ref") is { } reference ? AsyncApi.Document.Codes.ContainsKey(Last(reference)) ? "string" : Last(reference)
        : AsyncApi.Text(schema, "format") == "date-time" ? "time"
        : AsyncApi.Text(schema, "type") is "array" ? $"list of {KindOf((YamlMappingNode)AsyncApi.Get(schema, "items")!)}"
        : AsyncApi.Text(schema, "type")!;

    private static string Last(string reference) => reference.Split('/')[^1];
}
