namespace Edge.EndToEnd.Tests.Steps;

/// <summary>The steps of a record from the field to the historian, and of its acknowledgement back. Each is where a stop is.</summary>
public enum Step
{
    /// <summary>It is handed to the journal, which has not written yet.</summary>
    Append,

    /// <summary>The journal has committed it.</summary>
    Recorded,

    /// <summary>The feed has read it.</summary>
    Read,

    /// <summary>Its batch has left the gateway, and the broker does not have it.</summary>
    Published,

    /// <summary>The broker has it, and its confirmation (PUBACK) is on the way.</summary>
    Held,

    /// <summary>The gateway has the confirmation.</summary>
    Confirmed,

    /// <summary>It has left the broker, and the dashboard does not have it.</summary>
    Delivered,

    /// <summary>The dashboard has read its batch, and nothing is stored.</summary>
    BatchRead,

    /// <summary>The transaction is open.</summary>
    StoreBegun,

    /// <summary>The watermark is written, and the records are not.</summary>
    WatermarkWritten,

    /// <summary>The records are written too, and not committed.</summary>
    RecordsWritten,

    /// <summary>The historian has committed them.</summary>
    Stored,

    /// <summary>The acknowledgement has left the dashboard, and the broker does not have it.</summary>
    Acknowledged,

    /// <summary>The acknowledgement has left the broker, and the gateway does not have it.</summary>
    AnswerDelivered,

    /// <summary>The gateway has the acknowledgement.</summary>
    AnswerReceived,

    /// <summary>The feed has moved its cursor, and the journal has not.</summary>
    CursorMoved,

    /// <summary>The cursor in the journal has moved.</summary>
    CursorStored,

    /// <summary>The journal has dropped what everybody has.</summary>
    Dropped,
}
