#pragma once

#include "app/ctl/line_buffer.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>
#include <optional>
#include <string>

namespace portcullis::ctl {

// The bridge's connection to the gateway's socket, greeting included (engine/line_endpoint.h).
// Never blocks.
//
// Owner: Bridge. Thread: its own. Errors: a connection that ends; why() tells people.
class BridgeLink
{
public:
    // `narrow`: the rules that limit the client (parseNarrowRules()), or empty.
    BridgeLink(std::filesystem::path socket,
               SecretBytes key,
               std::string server,
               std::string narrow);
    ~BridgeLink();
    BridgeLink(const BridgeLink&) = delete;
    BridgeLink& operator=(const BridgeLink&) = delete;
    BridgeLink(BridgeLink&&) = delete;
    BridgeLink& operator=(BridgeLink&&) = delete;

    // Connects and sends the greeting. False when nobody listens.
    [[nodiscard]] bool connect();
    void close();
    // No more lines will come from this side; answers still arrive.
    void closeSending() const;

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

    [[nodiscard]] bool isGreeted() const { return m_greeted; }

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    [[nodiscard]] const std::string& why() const { return m_why; }

    void setWhy(std::string why) { m_why = std::move(why); }

    [[nodiscard]] OutBuffer& out() { return m_out; }

    // Reads what is there. False at the end of the connection.
    [[nodiscard]] bool receive();
    // The next line after the greeting. When the greeting's answer is a refusal the link closes.
    [[nodiscard]] std::optional<std::string> next();

private:
    [[nodiscard]] std::string greeting() const;
    void readGreeting(const std::string& line);

    std::filesystem::path m_socket;
    SecretBytes m_key;
    std::string m_server;
    std::string m_narrow;
    int m_descriptor = -1;
    bool m_greeted = false;
    std::string m_why;
    LineBuffer m_in;
    OutBuffer m_out;
};

} // namespace portcullis::ctl
