#pragma once

#include "ui/gateway_bridge.h"

#include <QObject>

#include <utility>
#include <vector>

namespace portcullis::ui {

// Secrets of a server while it is being edited. Each one typed goes to the vault under a name of
// its own, so that the running server keeps its secrets until the change is saved; what is not
// needed in the end is forgotten. Owner: ServerDialog. GUI thread.
class SecretDrafts final : public QObject
{
    Q_OBJECT

public:
    using Secret = std::pair<api::SecretRef, SecretBytes>;

    SecretDrafts(GatewayBridge& bridge, const api::ServerConfig& original, QObject* parent);
    ~SecretDrafts() override; // forgets what was stored and never kept

    [[nodiscard]] static api::SecretRef newName(const ServerId& server,
                                                const std::string& variable);

    // Stores all, one after the other; `done` gets the first failure.
    void store(std::vector<Secret> secrets, Callback<> done);
    // The server was saved like this: every other secret of this dialog and of the server is
    // forgotten.
    void keep(const api::ServerConfig& saved);

private:
    void storeNext(std::shared_ptr<std::vector<Secret>> left, Callback<> done);
    void forget(const api::SecretRef& secret);

    GatewayBridge& m_bridge;
    std::vector<api::SecretRef> m_original;
    std::vector<api::SecretRef> m_stored;
};

[[nodiscard]] std::vector<api::SecretRef> secretsOf(const api::ServerConfig& server);

} // namespace portcullis::ui
