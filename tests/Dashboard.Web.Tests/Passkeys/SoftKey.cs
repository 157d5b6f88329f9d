using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dashboard.Web.Tests.Passkeys;

/// <summary>
/// An authenticator in software: WebAuthn level 3 §6.1 (its data) and §6.5 (a new key), RFC 8949 (CBOR), RFC 9053 §7.1 (the key).
/// </summary>
internal sealed class SoftKey(Uri origin, string domain) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasKey = 0x40;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string _user = "";
    private uint _count;

    /// <summary>Whether it asks for a finger or a PIN.</summary>
    internal bool Verifies { get; set; } = true;

    /// <summary>The page that its browser shows.</summary>
    internal Uri Origin { get; set; } = origin;

    public void Dispose() => _key.Dispose();

    /// <summary>The answer to the options of a new key.</summary>
    internal object Make(JsonElement options)
    {
        _user = options.GetProperty("user").GetProperty("id").GetString()!;
        ECParameters key = _key.ExportParameters(includePrivateParameters: false);
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)_id.Length);
        byte[] data =
        [
            .. Data(HasKey), .. new byte[16], .. length, .. _id,
            0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. key.Q.X!, 0x22, 0x58, 0x20, .. key.Q.Y!,
        ];

        // {"fmt": "none", "attStmt": {}, "authData": data}
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data,
        ];
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(Client("webauthn.create", options)),
            attestationObject = Base64Url.EncodeToString(attestation),
            transports = (string[])["internal"],
        });
    }

    /// <summary>The answer to the options of a log-in.</summary>
    internal object Sign(JsonElement options)
    {
        _count++;
        byte[] client = Client("webauthn.get", options), data = Data(0);
        byte[] signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(client),
            authenticatorData = Base64Url.EncodeToString(data),
            signature = Base64Url.EncodeToString(signature),
            userHandle = _user,
        });
    }

    private object Credential(object response) => new
    {
        id = Base64Url.EncodeToString(_id),
        rawId = Base64Url.EncodeToString(_id),
        type = "public-key",
        clientExtensionResults = new { },
        response,
    };

    private byte[] Client(string type, JsonElement options) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = options.GetProperty("challenge").GetString(),
        origin = Origin.GetLeftPart(UriPartial.Authority),
        crossOrigin = false,
    });

    private byte[] Data(byte more)
    {
        byte[] count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, _count);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(UserPresent | (Verifies ? UserVerified : 0) | more), .. count,
        ];
    }
}
