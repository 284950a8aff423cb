#pragma once

#include "gateway/engine/line_endpoint.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis::engine {

// One bridge. Its requests may outlive the loop that reads its lines.
struct LineEndpoint::Client
{
    std::shared_ptr<http::LineConnection> connection;
    Principal who;
    std::string presented;          // asked again for each message: a key may be disabled meanwhile
    policy::RequestRulesPtr narrow; // what the bridge limits its client to; or null
    std::optional<http::PeerProgram> program; // what speaks; nothing until it is asked for
    bool programAsked = false;
    Profile profile;
    std::shared_ptr<Session> session;
    std::map<std::string, std::shared_ptr<CallHandle>, std::less<>>
        stateless; // in flight, by id lexeme
    bool gone = false;
    int tooLong = 0; // messages since the last one that was not

    void write(std::string message)
    {
        if (!gone && !message.empty()) {
            connection->writeLine(std::move(message));
        }
    }
};

} // namespace portcullis::engine
