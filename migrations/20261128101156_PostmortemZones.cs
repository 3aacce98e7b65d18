using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentDesk.Migrations
{
    /// <inheritdoc />
    public partial class PostmortemZones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "postmortems",
                type: "text",
                nullable: false,
                defaultValue: "Etc/UTC");

            // The timeline that was drafted stands in its author's zone already.
            migrationBuilder.Sql("UPDATE postmortems p SET time_zone = a.time_zone FROM people a WHERE a.id = p.author_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "postmortems");
        }
    }
}
