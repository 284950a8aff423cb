#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/event.h"
#include "gateway/api/history.h"
#include "gateway/api/log_client.h"
#include "gateway/api/retention.h"
#include "gateway/api/status.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The waist: all that a window or a command line can ask of a gateway.
namespace portcullis::api {

struct NewKey
{
    std::string label;
    std::string owner;
    std::optional<WallTime> expires;
    ContentMode content = ContentMode::Full;
    bool lenientAccept = false;
    std::vector<AllowRule> allow;
    TeamId team{}; // as in KeyConfig
    CaseId caseId{};
    std::optional<RateLimit> rate{};
    std::uint32_t concurrency = 0;
    KeyTransports transports{};
    KeyPrograms programs{};
    bool operator==(const NewKey&) const = default;
};

// Another secret for a key.
struct KeyRotation
{
    KeyId key;
    std::chrono::seconds overlap = kUsualOverlap; // the old one goes on; 0: not at all
    bool replaceOld = false;                      // as in RotateKey
    bool operator==(const KeyRotation&) const = default;
};

struct CreatedKey
{
    KeyConfig key;
    SecretBytes secret; // "pcl_…", shown once and then forgotten
};

// Commands to a gateway in this process, or in another one through its control socket. All are safe
// to call from any thread and return at once. After the gateway is gone they complete with
// Unavailable.
class GatewayClient : public LogClient, public RetentionClient, public HistoryClient
{
public:
    virtual void config(Completion<ConfigPtr> done) = 0;
    virtual void status(Completion<GatewayStatus> done) = 0;
    // Every change of configuration but the making of keys and secrets. Completes with the new
    // snapshot.
    virtual void apply(ConfigChange change, Completion<ConfigPtr> done) = 0;
    virtual void createKey(NewKey key, Completion<CreatedKey> done) = 0;
    // Gives a key another secret. Errors: NotFound, AlreadyExists (the one before the old one still
    // works, and replaceOld does not say that it may end), InvalidArgument (the overlap).
    virtual void rotateKey(KeyRotation rotation, Completion<CreatedKey> done) = 0;
    // Stores a secret in the vault under a name, or forgets it when the secret is empty.
    virtual void putSecret(std::string name, SecretBytes secret, Completion<> done) = 0;
    // A trial connection that leaves the running servers alone.
    virtual void testServer(ServerConfig server, Completion<ServerReport> done) = 0;
    // Starts a server again at once, out of back-off or failure.
    virtual void restartServer(ServerId server, Completion<> done) = 0;
    virtual void serverTools(ServerId server, Completion<std::vector<ToolInfo>> done) = 0;
    // Accepts definitions as they are now (E-13). Errors: NotFound for a server or tool that is not
    // there; InvalidArgument when a definition has become another one since it was looked at, and
    // then nothing is approved.
    virtual void
    approveTools(ServerId server, std::vector<ToolApproval> tools, Completion<> done) = 0;
    // The budgets of the configuration in its order, with what has been used of each.
    virtual void budgets(BudgetQuery query, Completion<std::vector<BudgetState>> done) = 0;
    // Opens a locked gateway with its passphrase.
    virtual void unlock(SecretBytes passphrase, Completion<> done) = 0;
    // Replaces the receiver of events; an empty one stops them. The first event is a StatusChanged.
    virtual void observe(EventSink sink) = 0;
};

} // namespace portcullis::api
