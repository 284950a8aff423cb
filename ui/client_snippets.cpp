#include "ui/client_snippets.h"

#include "gateway/base/json.h"
#include "ui/text.h"

#include <QCoreApplication>

namespace portcullis::ui {

namespace {

constexpr const char* kSecretPlaceholder = "YOUR-KEY-SECRET";

// Written by hand instead of by a JSON library, whose alphabetical order would put headers before
// the address; every value goes through quoted().
constexpr const char* kHttpForm = R"({
  "%1": {
    "portcullis": {%2
      "url": %3,
      "headers": {
        "Authorization": %4
      }
    }
  }
})";

constexpr const char* kHttpType = R"(
      "type": "http",)";

constexpr const char* kStdioForm = R"({
  "mcpServers": {
    "portcullis": {
      "command": "portcullisctl",
      "args": ["stdio", "--data", %1, "--key-file", %2]
    }
  }
})";

// The client asks for the value of the input and keeps it in its own secret store.
constexpr const char* kVsCodeForm = R"({
  "inputs": [
    {
      "type": "promptString",
      "id": "portcullis-key",
      "description": "Secret of the Portcullis key",
      "password": true
    }
  ],
  "servers": {
    "portcullis": {
      "type": "http",
      "url": %1,
      "headers": {
        "Authorization": "Bearer ${input:portcullis-key}"
      }
    }
  }
})";

// The secret is typed and travels through a pipe: it would stay in the shell's history otherwise,
// and other users can see the arguments of a program.
constexpr const char* kCurlForm = R"(read -rsp 'Secret of the key: ' KEY
printf 'Authorization: Bearer %s' "$KEY" | curl -sS -H @- \
  -H 'Content-Type: application/json' \
  -H 'Accept: application/json, text/event-stream' \
  -d '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{
       "protocolVersion":"2025-11-25","capabilities":{},
       "clientInfo":{"name":"curl","version":"1"}}}' \
  '%1')";

QString say(const char* text)
{
    return QCoreApplication::translate("Clients", text);
}

QString quoted(const QString& text)
{
    return toQString(jsonQuote(toStdString(text)));
}

QString orElse(const QString& text, const char* placeholder)
{
    return text.isEmpty() ? QString::fromLatin1(placeholder) : text;
}

QString endpointOf(const Connection& connection)
{
    return orElse(connection.endpoint, "http://127.0.0.1:8717/mcp");
}

QString httpText(const Connection& connection, const char* list, const char* type)
{
    const QString header =
        QStringLiteral("Bearer ") + orElse(connection.secret, kSecretPlaceholder);
    return QString::fromLatin1(kHttpForm).arg(QString::fromLatin1(list),
                                              QString::fromLatin1(type),
                                              quoted(endpointOf(connection)),
                                              quoted(header));
}

QString stdioText(const Connection& connection)
{
    return QString::fromLatin1(kStdioForm)
        .arg(quoted(orElse(connection.dataFolder, "/path/to/data")),
             quoted(orElse(connection.keyFile, "/path/to/key-file")));
}

QString vsCodeText(const Connection& connection)
{
    return QString::fromLatin1(kVsCodeForm).arg(quoted(endpointOf(connection)));
}

QString curlText(const Connection& connection)
{
    return QString::fromLatin1(kCurlForm).replace(QStringLiteral("%1"), endpointOf(connection));
}

// The sentence that says where the text goes.
QString placeOf(ClientKind kind)
{
    switch (kind) {
    case ClientKind::ClaudeCode:
        return say(QT_TRANSLATE_NOOP("Clients",
                                     "Put this into .mcp.json in your project, or into "
                                     "~/.claude.json for all projects."));
    case ClientKind::ClaudeDesktop:
        return say(QT_TRANSLATE_NOOP("Clients",
                                     "Save the key's secret to a file that only you can read, then "
                                     "put this into claude_desktop_config.json and restart the "
                                     "client."));
    case ClientKind::VsCode:
        return say(QT_TRANSLATE_NOOP("Clients",
                                     "Put this into .vscode/mcp.json in your workspace. VS Code "
                                     "asks for the key's secret once and keeps it safe."));
    case ClientKind::OtherHttp:
        return say(QT_TRANSLATE_NOOP("Clients",
                                     "Put this into your client's list of MCP servers, in the "
                                     "place where it takes a URL and headers."));
    case ClientKind::OtherStdio:
        return say(QT_TRANSLATE_NOOP("Clients",
                                     "For clients that only start programs. Save the key's secret "
                                     "to a file that only you can read, then put this into the "
                                     "client's list of MCP servers."));
    case ClientKind::Curl:
        return say(QT_TRANSLATE_NOOP("Clients",
                                     "Run this in a terminal and paste the secret when it asks. An "
                                     "answer with serverInfo means that the endpoint and the key "
                                     "work."));
    }
    return {};
}

} // namespace

QString clientName(ClientKind kind)
{
    switch (kind) {
    case ClientKind::ClaudeCode:
        return QStringLiteral("Claude Code");
    case ClientKind::ClaudeDesktop:
        return QStringLiteral("Claude Desktop");
    case ClientKind::VsCode:
        return QStringLiteral("VS Code");
    case ClientKind::OtherHttp:
        return say(QT_TRANSLATE_NOOP("Clients", "Other client, by HTTP"));
    case ClientKind::OtherStdio:
        return say(QT_TRANSLATE_NOOP("Clients", "Other client, by stdio"));
    case ClientKind::Curl:
        return say(QT_TRANSLATE_NOOP("Clients", "Try it with curl"));
    }
    return {};
}

Snippet clientSnippet(ClientKind kind, const Connection& connection)
{
    const bool hasSecret = !connection.secret.isEmpty();
    switch (kind) {
    case ClientKind::ClaudeCode:
        return {placeOf(kind), httpText(connection, "mcpServers", kHttpType), hasSecret};
    case ClientKind::OtherHttp:
        return {placeOf(kind), httpText(connection, "mcpServers", ""), hasSecret};
    case ClientKind::ClaudeDesktop:
    case ClientKind::OtherStdio:
        return {placeOf(kind), stdioText(connection)};
    case ClientKind::VsCode:
        return {placeOf(kind), vsCodeText(connection)};
    case ClientKind::Curl:
        return {placeOf(kind), curlText(connection)};
    }
    return {};
}

} // namespace portcullis::ui
