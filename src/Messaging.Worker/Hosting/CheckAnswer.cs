namespace Messaging.Worker.Hosting;

internal sealed record CheckAnswer(string Status, string? Description);
