namespace Messaging.Worker.Hosting;

/// <summary>A setting that cannot be read.</summary>
internal readonly record struct ShapeError(string Path, string Problem);
