using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Ledger.Postgres;
using Npgsql;

namespace Messaging.Fulfillment.Tests.Ledger;

public class PostgresFaultsTests
{
    [Fact]
    public void A_connection_lost_while_the_schema_is_brought_up_to_date_is_an_outage()
    {
        var lost = new NpgsqlException("Exception while reading from stream", new EndOfStreamException());

        Assert.Equal(LedgerFault.Unreachable, PostgresFaults.Classify(lost));
        Assert.Equal(LedgerFault.Unreachable, PostgresFaults.Classify(new InvalidOperationException("likely due to a transient failure", lost)));
    }

    [Fact]
    public void Any_other_misuse_is_a_mistake() =>
        Assert.Equal(LedgerFault.Mistake, PostgresFaults.Classify(new InvalidOperationException("OpenAsync comes first.")));
}
