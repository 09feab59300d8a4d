using Messaging.Contracts;

namespace Messaging.Demo;

/// <summary>One order event on its way: when it was first published, and its result once there is one.</summary>
internal sealed class DemoOrder(DemoEvent sent, long publishedAt)
{
    public DemoEvent Sent => sent;

    public IFulfillmentResult? Result { get; private set; }

    /// <summary>From publishing the event to receiving its result.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>How many results came after the first; none is expected.</summary>
    public int Surplus { get; private set; }

    /// <returns>Whether it is the first result.</returns>
    public bool Answer(IFulfillmentResult result, TimeProvider time)
    {
        lock (this)
        {
            if (Result is not null)
            {
                Surplus++;
                return false;
            }

            Took = time.GetElapsedTime(publishedAt);
            Result = result;
            return true;
        }
    }
}
