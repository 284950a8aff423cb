#include "tests/ui/samples.h"

namespace portcullis::test {

namespace {

using namespace std::chrono_literals;

api::ServerStatus serverStatus(const std::string& id, api::ServerState state)
{
    api::ServerStatus status;
    status.id = ServerId(id);
    status.state = state;
    return status;
}

api::ServerConfig
program(const std::string& id, const std::string& name, std::vector<std::string> command)
{
    api::ServerConfig server;
    server.id = ServerId(id);
    server.name = name;
    server.command = std::move(command);
    return server;
}

api::KeyConfig key(int number, const std::string& label, const std::string& owner)
{
    api::KeyConfig key;
    key.id = KeyId("vk_5f0c9a1e4b7d2a0" + std::to_string(number));
    key.label = label;
    key.owner = owner;
    key.created = sampleNow() - 24h * 40;
    key.hash.fill(static_cast<std::uint8_t>(number));
    return key;
}

void addServers(FakeGatewayClient& client)
{
    auto& servers = client.currentConfig.servers;
    servers.push_back(
        program("files", "Project files", {"node", "/opt/mcp/files.mjs", "--root", "/srv/data"}));
    api::ServerConfig tickets;
    tickets.id = ServerId("tickets");
    tickets.name = "Ticket system";
    tickets.transport = api::Transport::Http;
    tickets.url = "https://tickets.example/mcp";
    tickets.headers = {{"Authorization", api::SecretRef{"tickets.Authorization.0a1b2c3d"}}};
    servers.push_back(tickets);
    servers.push_back(program("geo", "Maps", {"/opt/mcp/geo", "--offline"}));
    servers.push_back(program("lab", "Laboratory", {"python3", "/opt/mcp/lab.py"}));
    servers.back().enabled = false;
    client.secrets["tickets.Authorization.0a1b2c3d"] = "Bearer t0ken";
}

void addTools(FakeGatewayClient& client)
{
    std::vector<api::ToolInfo> files = {
        sampleTool(
            "files", "read_file", "Reads a file below the project folder and returns its text."),
        sampleTool("files", "list_folder", "Lists names, sizes and times of a folder."),
        sampleTool("files", "search", "Finds files whose text matches a pattern."),
        sampleTool("files", "write_file", "Writes text to a file and creates it where needed."),
        sampleTool("files", "delete_file", "Deletes a file for good.")};
    files[0].readOnlyHint = files[1].readOnlyHint = files[2].readOnlyHint = true;
    files[4].destructiveHint = true;
    client.tools[ServerId("files")] = files;
    client.tools[ServerId("tickets")] = std::vector{
        sampleTool("tickets", "find_tickets", "Finds tickets by words, state and owner."),
        sampleTool("tickets", "comment", "Adds a comment to a ticket.")};
}

void addKeys(FakeGatewayClient& client)
{
    auto& keys = client.currentConfig.keys;
    keys.push_back(key(1, "Editor", "Mara Lind"));
    keys.back().allow = {{ServerId("files"), "read_file"},
                         {ServerId("files"), "list_folder"},
                         {ServerId("files"), "search"},
                         {ServerId("tickets"), "*"}};
    keys.push_back(key(2, "Nightly report", "Batch"));
    keys.back().allow = {{ServerId("tickets"), "find_tickets"}};
    keys.back().expires = sampleNow() + 24h * 4;
    keys.push_back(key(3, "Notebook", "Jon Aas"));
    keys.back().disabled = true;
    keys.push_back(key(4, "Trial", "Mara Lind"));
    keys.back().expires = sampleNow() - 24h;
}

void addStatus(FakeGatewayClient& client)
{
    api::GatewayStatus& status = client.currentStatus;
    status.state = api::GatewayState::Running;
    status.endpoint = "http://127.0.0.1:8717/mcp";
    status.dataFolder = "/home/mara/.local/share/portcullis";
    status.sessions = 3;
    status.inFlight = 2;
    status.calls = 1284;
    status.refused = 17;
    status.auditRecords = 40312;
    api::ServerStatus files = serverStatus("files", api::ServerState::Ready);
    files.revision = "2025-11-25";
    files.serverName = "files";
    files.serverVersion = "1.4.0";
    files.tools = 5;
    files.inFlight = 1;
    api::ServerStatus tickets = serverStatus("tickets", api::ServerState::Ready);
    tickets.revision = "2026-07-28";
    tickets.serverName = "Ticket MCP";
    tickets.serverVersion = "3.0";
    tickets.tools = 2;
    tickets.inFlight = 1;
    api::ServerStatus geo = serverStatus("geo", api::ServerState::Backoff);
    geo.restarts = 3;
    geo.lastError =
        Error{ErrorCode::Unavailable,
              "The program ended right after it was started.",
              "exit status 127: /opt/mcp/geo: libproj.so.25: cannot open shared object file"};
    const api::ServerStatus lab = serverStatus("lab", api::ServerState::Disabled);
    status.servers = {files, tickets, geo, lab};
    status.keys = {{client.currentConfig.keys[0].id, sampleNow() - 2s},
                   {client.currentConfig.keys[1].id, sampleNow() - 31h}};
    for (std::uint32_t minute = 0; minute < 60; ++minute) {
        status.callsPerMinute.push_back((minute * 7 + minute * minute) % 23 +
                                        (minute > 40 ? 9 : 0));
    }
}

void addActivity(FakeGatewayClient& client)
{
    const KeyId editor = client.currentConfig.keys[0].id;
    auto& rows = client.rows;
    rows.push_back(sampleCall(40312, "files", "search", api::Outcome::Running));
    rows.push_back(sampleCall(40311, "files", "read_file", api::Outcome::Ok));
    rows.push_back(sampleRefusal(40310, "files", "delete_file", api::Reason::ToolNotAllowed));
    rows.push_back(sampleCall(40309, "tickets", "find_tickets", api::Outcome::ToolError));
    rows.push_back(sampleCall(40307, "files", "list_folder", api::Outcome::Ok));
    rows.push_back(sampleRefusal(40305, "", "", api::Reason::MissingKey));
    rows.push_back(sampleCall(40304, "tickets", "comment", api::Outcome::Timeout));
    rows.push_back(sampleRefusal(40302, "", "geo__route", api::Reason::UnknownTool));
    for (std::int64_t n = 40300; n > 40240; n -= 2) {
        rows.push_back(
            sampleCall(n, "files", n % 3 == 0 ? "search" : "read_file", api::Outcome::Ok));
    }
    for (api::ActivityRow& row : rows) {
        row.key = row.reason == api::Reason::MissingKey ? KeyId() : editor;
    }
    api::CallDetails details;
    details.row = rows[1];
    details.arguments = R"({"path":"notes/2026-11-21.md","maxBytes":65536})";
    details.result = R"({"content":[{"type":"text","text":"Meeting at nine."}]})";
    details.intentHeader = R"({"n":40308,"type":"intent","tool":"read_file"})";
    details.outcomeHeader = R"({"n":40311,"type":"outcome","outcome":"ok"})";
    client.details[40311] = details;
    api::CallDetails refusal;
    refusal.row = rows[2];
    refusal.intentHeader = R"({"n":40310,"type":"refusal","reason":"tool_not_allowed"})";
    client.details[40310] = refusal;
}

} // namespace

api::ToolInfo
sampleTool(const std::string& server, const std::string& name, const std::string& description)
{
    api::ToolInfo info;
    info.name = name;
    info.publicName = server + "__" + name;
    info.description = description;
    return info;
}

WallTime sampleNow()
{
    return fromMicros(1'795'339'800'000'000);
}

WallTime FixedClock::wallNow() const
{
    return sampleNow();
}

api::ActivityRow
sampleCall(std::int64_t n, const std::string& server, const std::string& tool, api::Outcome outcome)
{
    api::ActivityRow row;
    row.n = n;
    row.time = sampleNow() - std::chrono::seconds((40312 - n) * 11);
    row.call = CallId("019aab3c-5d1e-7000-8000-0000000" + std::to_string(n));
    row.client = "claude-code 2.1";
    row.server = ServerId(server);
    row.tool = tool;
    row.outcome = outcome;
    row.durationMicros = outcome == api::Outcome::Running ? 0 : 1800 + (n % 97) * 3100;
    row.argumentBytes = 48;
    row.resultBytes = outcome == api::Outcome::Running ? 0 : 2140;
    return row;
}

api::ActivityRow sampleRefusal(std::int64_t n,
                               const std::string& server,
                               const std::string& tool,
                               api::Reason reason)
{
    api::ActivityRow row = sampleCall(n, server, tool, api::Outcome::Denied);
    row.call = CallId();
    row.reason = reason;
    row.durationMicros = 0;
    row.resultBytes = 0;
    return row;
}

void fillWithSamples(FakeGatewayClient& client)
{
    client.currentConfig.revision = 12;
    addServers(client);
    addTools(client);
    addKeys(client);
    addStatus(client);
    addActivity(client);
}

void fillForFirstStart(FakeGatewayClient& client)
{
    client.currentConfig.revision = 1;
    client.currentStatus.state = api::GatewayState::Running;
    client.currentStatus.endpoint = "http://127.0.0.1:8717/mcp";
    client.currentStatus.dataFolder = "/home/mara/.local/share/portcullis";
}

} // namespace portcullis::test
