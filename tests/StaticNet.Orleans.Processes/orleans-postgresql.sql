-- What Microsoft.Orleans.Clustering.AdoNet and Microsoft.Orleans.Persistence.AdoNet 10.4 need on PostgreSQL 15 or later, for this test only.
-- The contract: Orleans reads the table OrleansQuery once, runs the queries by their keys, binds parameters by name and reads columns by name.
-- Tables and queries below are written for this test. In production, take Orleans' own scripts:
-- https://learn.microsoft.com/dotnet/orleans/host/configuration-guide/adonet-configuration

CREATE TABLE OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);

-- A change of the membership names the version that it read and raises it; of two such changes one succeeds.
CREATE TABLE cluster (id text PRIMARY KEY, version integer NOT NULL);

CREATE TABLE silo (
    cluster text NOT NULL REFERENCES cluster,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    name text NOT NULL,
    host text NOT NULL,
    status integer NOT NULL,
    proxy_port integer NOT NULL,
    suspect_times text,
    started timestamptz NOT NULL,
    alive timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);

-- A grain with a string key has the key in key_text and zeros before it; others have no text.
CREATE TABLE grain_state (
    service text NOT NULL,
    type text NOT NULL,
    key0 bigint NOT NULL,
    key1 bigint NOT NULL,
    key_text text NOT NULL,
    version integer NOT NULL,
    state bytea,
    PRIMARY KEY (service, type, key0, key1, key_text)
);

CREATE VIEW membership AS
    SELECT c.id AS cluster, c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host AS HostName,
        s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.started AS StartTime, s.alive AS IAmAliveTime
    FROM cluster c LEFT JOIN silo s ON s.cluster = c.id;

INSERT INTO OrleansQuery VALUES
('InsertMembershipVersionKey', '
    WITH made AS (INSERT INTO cluster VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING id)
    SELECT count(*) FROM made'),

('MembershipReadAllKey', 'SELECT * FROM membership WHERE cluster = @DeploymentId'),

-- One row even where there is no such silo: the version is read from it.
('MembershipReadRowKey', '
    SELECT c.version AS Version, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime
    FROM cluster c LEFT JOIN membership m ON m.cluster = c.id AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    WHERE c.id = @DeploymentId'),

('GatewaysQueryKey', 'SELECT Address, ProxyPort, Generation FROM membership WHERE cluster = @DeploymentId AND Status = @Status AND ProxyPort > 0'),

('InsertMembershipKey', '
    WITH claimed AS (
        UPDATE cluster SET version = version + 1
        WHERE id = @DeploymentId AND version = @Version
            AND NOT EXISTS (SELECT FROM silo WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING id),
    made AS (
        INSERT INTO silo (cluster, address, port, generation, name, host, status, proxy_port, started, alive)
        SELECT id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM claimed
        RETURNING port)
    SELECT count(*) FROM made'),

('UpdateMembershipKey', '
    WITH claimed AS (
        UPDATE cluster SET version = version + 1
        WHERE id = @DeploymentId AND version = @Version
            AND EXISTS (SELECT FROM silo WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING id),
    changed AS (
        UPDATE silo SET status = @Status, suspect_times = @SuspectTimes, alive = @IAmAliveTime FROM claimed
        WHERE cluster = claimed.id AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING port)
    SELECT count(*) FROM changed'),

('UpdateIAmAlivetimeKey', '
    UPDATE silo SET alive = @IAmAliveTime WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

('DeleteMembershipTableEntriesKey', '
    DELETE FROM silo WHERE cluster = @DeploymentId;
    DELETE FROM cluster WHERE id = @DeploymentId'),

-- 6: SiloStatus.Dead.
('CleanupDefunctSiloEntriesKey', 'DELETE FROM silo WHERE cluster = @DeploymentId AND status = 6 AND alive < @IAmAliveTime'),

('CleanupDefunctSiloEntryKey', '
    DELETE FROM silo
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
        AND started = @StartTime AND alive = @IAmAliveTime AND suspect_times IS NOT DISTINCT FROM @SuspectTimes'),

('ReadFromStorageKey', '
    SELECT state AS PayloadBinary, version AS Version FROM grain_state
    WHERE service = @ServiceId AND type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString, '''')'),

-- A grain that has read no state has no version. The version that comes back unchanged tells Orleans of a conflict.
('WriteToStorageKey', '
    WITH changed AS (
        UPDATE grain_state SET state = @PayloadBinary, version = version + 1
        WHERE service = @ServiceId AND type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString, '''')
            AND version = @GrainStateVersion
        RETURNING version),
    made AS (
        INSERT INTO grain_state
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), 1, @PayloadBinary WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version)
    SELECT coalesce((SELECT version FROM changed), (SELECT version FROM made), @GrainStateVersion) AS NewGrainStateVersion'),

('ClearStorageKey', '
    WITH changed AS (
        UPDATE grain_state SET state = NULL, version = version + 1
        WHERE service = @ServiceId AND type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1 AND key_text = coalesce(@GrainIdExtensionString, '''')
            AND version = @GrainStateVersion
        RETURNING version)
    SELECT coalesce((SELECT version FROM changed), @GrainStateVersion) AS NewGrainStateVersion');
