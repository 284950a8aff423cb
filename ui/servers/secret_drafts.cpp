#include "ui/servers/secret_drafts.h"

#include <QRandomGenerator>
#include <QString>

#include <algorithm>
#include <cctype>

namespace portcullis::ui {

namespace {

constexpr std::size_t kMaxVariableLength = 40; // a name in the vault has at most 64 characters

} // namespace

std::vector<api::SecretRef> secretsOf(const api::ServerConfig& server)
{
    std::vector<api::SecretRef> secrets;
    for (const auto* values : {&server.environment, &server.headers}) {
        for (const api::NamedValue& entry : *values) {
            if (const auto* secret = std::get_if<api::SecretRef>(&entry.value)) {
                secrets.push_back(*secret);
            }
        }
    }
    if (server.clientKeyPassphrase) {
        secrets.push_back(*server.clientKeyPassphrase);
    }
    return secrets;
}

SecretDrafts::SecretDrafts(GatewayBridge& bridge,
                           const api::ServerConfig& original,
                           QObject* parent)
    : QObject(parent)
    , m_bridge(bridge)
    , m_original(secretsOf(original))
{}

SecretDrafts::~SecretDrafts()
{
    for (const api::SecretRef& secret : m_stored) {
        forget(secret);
    }
}

api::SecretRef SecretDrafts::newName(const ServerId& server, const std::string& variable)
{
    std::string name = variable.substr(0, kMaxVariableLength);
    std::ranges::replace_if(
        name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '_' && c != '-'; }, '_');
    const QString unique =
        QStringLiteral("%1").arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0'));
    return {(server.empty() ? "server" : server.str()) + "." + name + "." + unique.toStdString()};
}

void SecretDrafts::store(std::vector<Secret> secrets, Callback<> done)
{
    storeNext(std::make_shared<std::vector<Secret>>(std::move(secrets)), std::move(done));
}

void SecretDrafts::storeNext(std::shared_ptr<std::vector<Secret>> left, Callback<> done)
{
    if (left->empty()) {
        done({});
        return;
    }
    auto [name, secret] = std::move(left->back());
    left->pop_back();
    m_stored.push_back(name);
    m_bridge.putSecret(
        name.name, std::move(secret), this, [this, left, done = std::move(done)](Result<> stored) {
            if (stored) {
                storeNext(left, done);
            } else {
                done(std::move(stored));
            }
        });
}

void SecretDrafts::keep(const api::ServerConfig& saved)
{
    const std::vector<api::SecretRef> used = secretsOf(saved);
    for (const auto* candidates : {&m_original, &m_stored}) {
        for (const api::SecretRef& secret : *candidates) {
            if (std::ranges::find(used, secret) == used.end()) {
                forget(secret);
            }
        }
    }
    m_original = used;
    m_stored.clear();
}

void SecretDrafts::forget(const api::SecretRef& secret)
{
    // An orphan in the vault is sealed and harmless: a failure needs nobody's attention.
    m_bridge.putSecret(secret.name, {}, &m_bridge, {});
}

} // namespace portcullis::ui
