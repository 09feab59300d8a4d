using System.Diagnostics;
using OpenTelemetry;

namespace Messaging.Worker.Hosting;

/// <summary>
/// Leaves out what the bus and the database would begin traces with: the receipt of a message that names no trace in
/// the bus's own header, and the statements of what runs in the background. What belongs to a trace stays.
/// </summary>
internal sealed class BackgroundSpans : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.ParentSpanId != default || data.Source.Name is not ("MassTransit" or "Npgsql"))
            return;

        // Nor what is below it: whoever asks for a span follows its parent.
        data.IsAllDataRequested = false;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
