using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace Dashboard.Web.Broker;

/// <summary>
/// Follows the packets of a connection by their fixed headers (MQTT 5 §2.1) and ends it at one that is longer than allowed. It does so
/// when the length has been read and before anybody takes memory for the rest.
/// </summary>
internal sealed class BoundedChannel(IMqttChannel inner, int packetBytes) : IMqttChannel
{
    private int _limit = packetBytes;
    private int _shift = -1;
    private int _length;
    private int _body;

    /// <summary>The largest packet that is allowed from now on, in bytes after the fixed header.</summary>
    internal int PacketBytes
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public void Dispose() => inner.Dispose();

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_body > 0)
            {
                int taken = Math.Min(_body, bytes.Length);
                _body -= taken;
                bytes = bytes[taken..];
                continue;
            }

            byte next = bytes[0];
            bytes = bytes[1..];
            if (_shift < 0)
            {
                // The first byte of a packet: its kind.
                (_shift, _length) = (0, 0);
                continue;
            }

            if (_shift > 21)
            {
                throw new MqttProtocolViolationException("The length of a packet has more than four bytes.");
            }

            _length |= (next & 0x7F) << _shift;
            _shift += 7;
            if (_length > PacketBytes)
            {
                throw new MqttProtocolViolationException($"A packet has {_length} bytes; {PacketBytes} are allowed.");
            }

            if ((next & 0x80) == 0)
            {
                (_body, _shift) = (_length, -1);
            }
        }
    }
}
