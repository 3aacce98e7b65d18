using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IncidentDesk.Migrations;

/// <summary>
/// What EF Core does not model: the desk's clock, and the tables that intake and digest write in plain SQL. Signals and closed alerts are
/// partitioned by month through the instant in their UUIDv7 key, without a default partition, so that old months leave by detach and drop.
/// </summary>
[DbContext(typeof(DeskDb))]
[Migration("20261122000000_Ground")]
public sealed class Ground : Migration
{
    private const string AlertColumns =
        """
            id uuid NOT NULL PRIMARY KEY,
            integration_id uuid NOT NULL,
            service_id uuid NOT NULL,
            dedup_key text NOT NULL,
            status text NOT NULL,
            severity text NOT NULL,
            title text NOT NULL,
            description text NOT NULL,
            labels jsonb NOT NULL,
            links jsonb NOT NULL,
            signal_count integer NOT NULL,
            incident_id uuid NULL,
            reason text NOT NULL,
            started_at timestamptz NOT NULL,
            last_signal_at timestamptz NULL,
            closed_at timestamptz NULL,
            closed_by_source boolean NOT NULL
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE TABLE desk_clock (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), shift interval NOT NULL);
            INSERT INTO desk_clock (shift) VALUES (interval '0');
            CREATE FUNCTION desk_now() RETURNS timestamptz LANGUAGE sql STABLE AS
                $$ SELECT statement_timestamp() + (SELECT shift FROM desk_clock) $$;
            """);
        migrationBuilder.Sql(
            $"""
            CREATE TABLE signals (
                id uuid NOT NULL PRIMARY KEY,
                integration_id uuid NOT NULL,
                service_id uuid NOT NULL,
                dedup_key text NOT NULL,
                state text NOT NULL,
                severity text NOT NULL,
                title text NOT NULL,
                description text NOT NULL,
                labels jsonb NOT NULL,
                links jsonb NOT NULL,
                started_at timestamptz NULL,
                ended_at timestamptz NULL,
                received_at timestamptz NOT NULL,
                notice text NULL,
                raw text NULL,
                pending boolean NOT NULL,
                alert_id uuid NULL,
                outcome text NULL
            ) PARTITION BY RANGE (id);
            CREATE INDEX signals_pending ON signals (service_id, id) WHERE pending;

            CREATE TABLE open_alerts (
            {AlertColumns}
            ) WITH (fillfactor = 70);
            CREATE UNIQUE INDEX open_alerts_one ON open_alerts (integration_id, dedup_key);
            CREATE INDEX open_alerts_incident ON open_alerts (incident_id);

            CREATE TABLE closed_alerts (
            {AlertColumns}
            ) PARTITION BY RANGE (id);
            CREATE INDEX closed_alerts_incident ON closed_alerts (incident_id);
            CREATE INDEX closed_alerts_key ON closed_alerts (integration_id, dedup_key);

            CREATE VIEW alerts AS SELECT * FROM open_alerts UNION ALL SELECT * FROM closed_alerts;
            """);
        migrationBuilder.Sql(
            """
            CREATE FUNCTION desk_uuid_floor(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
                SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $$;

            CREATE FUNCTION desk_ensure_partition(parent text, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
                first timestamptz := date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
                after timestamptz := (date_trunc('month', at AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
                part text := parent || '_' || to_char(at AT TIME ZONE 'UTC', 'YYYY_MM');
            BEGIN
                IF to_regclass(part) IS NULL THEN
                    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                        part, parent, desk_uuid_floor(first), desk_uuid_floor(after));
                END IF;
            END $$;

            CREATE FUNCTION desk_ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
                step integer;
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtext('desk_ensure_partitions'));
                FOR step IN -1 .. months_ahead LOOP
                    PERFORM desk_ensure_partition('signals', desk_now() + make_interval(months => step));
                    PERFORM desk_ensure_partition('closed_alerts', desk_now() + make_interval(months => step));
                END LOOP;
            END $$;
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("Migrations are append-only: restore the backup of the release before.");
}
