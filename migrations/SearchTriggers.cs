namespace IncidentDesk.Migrations;

/// <summary>
/// Keeps <c>incident_texts</c>, which the search over incidents reads: written anew from the incident whenever its title or service changes or a note is added.
/// Whoever adds a note holds the incident's lock, so two notes never write over each other.
/// </summary>
internal static class SearchTriggers
{
    public const string Create =
        """
        CREATE FUNCTION desk_index_incident(incident uuid) RETURNS void LANGUAGE sql AS $$
            INSERT INTO incident_texts (incident_id, number, service_id, document)
            SELECT i.id, i.number, i.service_id, i.title || coalesce(
                (SELECT E'\n' || right(string_agg(e.text, E'\n' ORDER BY e.seq), 50000) FROM timeline_entries e WHERE e.incident_id = i.id AND e.kind = 'note'), '')
            FROM incidents i WHERE i.id = incident
            ON CONFLICT (incident_id) DO UPDATE SET service_id = excluded.service_id, document = excluded.document $$;

        CREATE FUNCTION desk_index_changed_incident() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM desk_index_incident(NEW.id); RETURN NULL; END $$;
        CREATE FUNCTION desk_index_note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM desk_index_incident(NEW.incident_id); RETURN NULL; END $$;

        CREATE TRIGGER incidents_search AFTER INSERT OR UPDATE OF title, service_id ON incidents FOR EACH ROW EXECUTE FUNCTION desk_index_changed_incident();
        CREATE TRIGGER timeline_entries_search AFTER INSERT ON timeline_entries FOR EACH ROW WHEN (NEW.kind = 'note') EXECUTE FUNCTION desk_index_note();

        INSERT INTO incident_texts (incident_id, number, service_id, document)
        SELECT i.id, i.number, i.service_id, i.title || coalesce(E'\n' || right(n.notes, 50000), '')
        FROM incidents i LEFT JOIN (SELECT e.incident_id, string_agg(e.text, E'\n' ORDER BY e.seq) AS notes FROM timeline_entries e WHERE e.kind = 'note' GROUP BY e.incident_id) n
            ON n.incident_id = i.id;
        """;
}
