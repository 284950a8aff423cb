#pragma once

#include <QString>

#include <array>
#include <cstdint>

// What a client's configuration must say to reach this gateway. Pure; GUI thread (tr).
namespace portcullis::ui {

enum class ClientKind : std::uint8_t
{
    ClaudeCode,
    ClaudeDesktop,
    VsCode,
    OtherHttp,  // the common form: mcpServers with url and headers
    OtherStdio, // the common form: mcpServers with a command
    Curl        // to try the connection by hand
};

inline constexpr std::array kClientKinds = {
    ClientKind::ClaudeCode,
    ClientKind::ClaudeDesktop,
    ClientKind::VsCode,
    ClientKind::OtherHttp,
    ClientKind::OtherStdio,
    ClientKind::Curl,
};

struct Connection
{
    QString endpoint;   // "http://127.0.0.1:8717/mcp"
    QString dataFolder; // for the stdio bridge
    QString secret;     // empty: a placeholder stands there
    QString keyFile;    // file with the secret; empty: a placeholder
};

struct Snippet
{
    QString where; // the sentence that says where the text goes
    QString text;
    bool holdsSecret = false;
};

[[nodiscard]] QString clientName(ClientKind kind);
[[nodiscard]] Snippet clientSnippet(ClientKind kind, const Connection& connection);

} // namespace portcullis::ui
