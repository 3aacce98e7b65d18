using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentDesk.Migrations
{
    /// <inheritdoc />
    public partial class Reliability : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "share",
                table: "jobs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<TimeSpan>(
                name: "fallback_every",
                table: "escalations",
                type: "interval",
                nullable: false,
                defaultValue: TimeSpan.FromMinutes(15));

            migrationBuilder.AddColumn<int>(
                name: "fallback_pages",
                table: "escalations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<TimeSpan>(
                name: "fallback_every",
                table: "escalation_policies",
                type: "interval",
                nullable: false,
                defaultValue: TimeSpan.FromMinutes(15));

            migrationBuilder.CreateIndex(
                name: "notifications_waiting",
                table: "notifications",
                column: "contact_method_id",
                filter: "status = 'queued'");

            migrationBuilder.Sql(
                """
                -- The start by the source's clock: what a signal's start and end are compared with. NULL for episodes of before, where any start counts as the same.
                ALTER TABLE open_alerts ADD COLUMN source_started_at timestamptz NULL;

                -- What of a signal's request was not taken, for the timeline.
                ALTER TABLE signals ADD COLUMN left_out text NULL;

                -- What people look for when something is missing; the usual signals are not in it and cost nothing.
                CREATE INDEX signals_irregular ON signals (integration_id, id)
                    WHERE (notice IS NOT NULL OR left_out IS NOT NULL OR outcome LIKE 'late%' OR outcome = 'restarted') AND outcome IS NOT NULL;

                -- Incidents of high urgency whose escalation had ended are paged for again: the fallback repeats from now on.
                INSERT INTO jobs (id, lane, kind, subject, payload, due_at, attempt, created_at)
                SELECT gen_random_uuid(), 'escalation', 'incident-triggered', id, '{}', desk_now(), 0, desk_now()
                FROM incidents WHERE status = 'triggered' AND urgency = 'high' AND at_rest IS NOT NULL;
                UPDATE incidents SET at_rest = NULL WHERE status = 'triggered' AND urgency = 'high' AND at_rest IS NOT NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "notifications_waiting",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "share",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "fallback_every",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "fallback_pages",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "fallback_every",
                table: "escalation_policies");
        }
    }
}
