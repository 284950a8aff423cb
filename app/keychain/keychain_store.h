#pragma once

#include "gateway/secrets/secret_store.h"

#include <QObject>
#include <QString>

namespace portcullis::keychain {

// The desktop's keychain (Secret Service or KWallet) through QtKeychain. Never falls back to a file
// in plain text.
//
// Owner: the application. Thread: that with the Qt event loop which it was made on; completions run
// there, and none after the store is gone. A keychain may ask a person for its password first, so
// an answer may take as long as the person does; KWallet gives up after 25 seconds by itself.
// Errors: NotFound (no such entry, or a locked keyring, which says the same), Locked,
// PermissionDenied, Unavailable (no keychain runs or libsecret is missing), IoError.
class KeychainStore final : public QObject, public secrets::SecretStore
{
    Q_OBJECT

public:
    // `service` is the name under which people see the entries in their keychain.
    explicit KeychainStore(QString service = QStringLiteral("Portcullis"),
                           QObject* parent = nullptr);

    void load(const std::string& name, std::function<void(Result<SecretBytes>)> done) override;
    void
    store(const std::string& name, SecretBytes secret, std::function<void(Result<>)> done) override;
    void remove(const std::string& name, std::function<void(Result<>)> done) override;

private:
    QString m_service;
};

} // namespace portcullis::keychain
