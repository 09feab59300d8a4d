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

        Assert.Equal(LedgerFault.Unreachable, PostgresFaults.Classify(lost, wasOpen: false));
    }

    [Fact]
    public void Any_other_misuse_is_a_mistake() =>
        Assert.Equal(
            LedgerFault.Mistake,
            PostgresFaults.Classify(new InvalidOperationException("OpenAsync comes first."), wasOpen: true));

    [Theory]
    [InlineData("28P01")]
    [InlineData("28000")]
    [InlineData("3D000")]
    [InlineData("42501")]
    [InlineData("42P01")]
    [InlineData("42703")]
    [InlineData("42601")]
    [InlineData("XX001")]
    [InlineData("XX002")]
    [InlineData("0A000")]
    public void What_worked_before_and_is_refused_now_is_an_outage(string state)
    {
        var refused = new PostgresException("no", "FATAL", "FATAL", state);

        Assert.Equal(LedgerFault.Mistake, PostgresFaults.Classify(refused, wasOpen: false));
        Assert.Equal(LedgerFault.Unreachable, PostgresFaults.Classify(refused, wasOpen: true));
    }

    [Theory]
    [InlineData("22021")]
    [InlineData("22003")]
    [InlineData("23514")]
    [InlineData("54000")]
    public void What_the_values_are_to_blame_for_is_a_mistake(string state) =>
        Assert.Equal(
            LedgerFault.Mistake,
            PostgresFaults.Classify(new PostgresException("no", "ERROR", "ERROR", state), wasOpen: true));
}
