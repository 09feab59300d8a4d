using System.Security.Cryptography;
using System.Text;
using Messaging.Fulfillment.Intake;
using RabbitMQ.Client;

namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>A message that was put aside.</summary>
/// <param name="Id">What it is called here: made from its content and its message id, the same each time.</param>
/// <param name="Queue">Where it is.</param>
/// <param name="Reason">Why it was put aside, as far as the message says.</param>
/// <param name="At">When; null where it does not say.</param>
/// <param name="EventId">The order event's id, where it can be read.</param>
/// <param name="OrderNo">The order's number, where it can be read.</param>
/// <param name="ContentType">What its publisher says that it is.</param>
/// <param name="Bytes">The length of its body.</param>
/// <param name="Headers">Its headers as text, long ones cut.</param>
/// <param name="Body">Its body as text, up to a mebibyte; null unless asked for by somebody who may see it.</param>
internal sealed record DeadLetter(
    string Id,
    string Queue,
    string? Reason,
    DateTimeOffset? At,
    Guid? EventId,
    string? OrderNo,
    string? ContentType,
    int Bytes,
    IReadOnlyDictionary<string, string> Headers,
    string? Body)
{
    private const int LongestBody = 1024 * 1024;
    private const int DigitsOfId = 24;

    public static DeadLetter From(string queue, BasicGetResult message)
    {
        var properties = message.BasicProperties;
        var headers = DeadLetterHeaders.Read(properties.Headers);
        var order = OrderReference.TryRead(message.Body.Span);
        return new(
            GetId(message),
            queue,
            DeadLetterHeaders.FindReason(headers),
            DeadLetterHeaders.FindTime(properties.Headers),
            order?.EventId,
            order?.OrderNo,
            properties.ContentType,
            message.Body.Length,
            headers,
            Body: null);
    }

    /// <summary>
    /// A broker's messages have no ids. Two that agree in content and message id are the same message put aside twice.
    /// </summary>
    public static string GetId(BasicGetResult message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{message.BasicProperties.MessageId}\n"));
        hash.AppendData(message.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..DigitsOfId];
    }

    public DeadLetter WithBody(BasicGetResult message) => this with
    {
        Body = Encoding.UTF8.GetString(message.Body.Span[..Math.Min(message.Body.Length, LongestBody)]),
    };
}
