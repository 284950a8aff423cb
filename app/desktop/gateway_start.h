#pragma once

#include "app/desktop/folder_holder.h"
#include "gateway/engine/gateway.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

// The gateway's start, with a person's help where something stands in its way.
namespace portcullis::desktop {

struct Obstacle
{
    enum class Kind : std::uint8_t
    {
        Port,   // it cannot be listened on: another one may do
        Folder, // another program has the data folder
        Other
    };

    Kind kind = Kind::Other;
    Error error;
    std::filesystem::path dataFolder;
    std::string host;       // Port: where it was to listen
    std::uint16_t port = 0; // Port
    FolderHolder holder;    // Folder
};

// What to do about an obstacle: try again, with another port when there is one.
struct Remedy
{
    std::optional<std::uint16_t> port;
};

// Asks a person; nothing when they give up.
using AskPerson = std::function<std::optional<Remedy>(const Obstacle&)>;

struct StartedGateway
{
    std::unique_ptr<engine::Gateway> gateway;
    // Where it listens instead of where the configuration says, to be saved (keepPort()).
    std::optional<std::uint16_t> otherPort;
};

// Makes the gateway, asking as often as something stands in the way; nothing when the person gives
// up. GUI thread.
[[nodiscard]] std::optional<StartedGateway>
startGateway(engine::GatewayOptions options, const Clock& clock, const AskPerson& ask);

// The first port after this one that nobody listens on; 0 when there is none. Looks at the next
// ones instead of asking the system for any: the system would give one of those that it lends to
// outgoing connections, which is often taken at the next start.
[[nodiscard]] std::uint16_t freePortAfter(const std::string& host, std::uint16_t port);

} // namespace portcullis::desktop
