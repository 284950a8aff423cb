#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <QWidget>

#include <memory>

class QLabel;
class QLineEdit;
class QPushButton;

namespace portcullis::ui {

class Banner;
class GatewayBridge;

// What can open a locked gateway.
enum class LockedMode : std::uint8_t
{
    Passphrase,    // a person types it; it goes to the gateway
    Waiting,       // the keychain was asked and has not answered
    Keychain,      // the keychain did not give the key: it can be asked again
    Either,        // the same, and there is a passphrase besides
    NewPassphrase, // a first start without a keychain: a passphrase is chosen
    Failed         // something else stands in the way: it can be tried again
};

// In place of the pages while the gateway is locked: why, and what opens it. A passphrase leaves
// its field as SecretBytes at once. Owner: MainWindow. GUI thread.
class LockedView final : public QWidget
{
    Q_OBJECT

public:
    explicit LockedView(GatewayBridge& bridge, QWidget* parent = nullptr);

    // An empty reason leaves the word to the gateway's own. With one, a new passphrase is only the
    // second choice, after asking the keychain again.
    void setMode(LockedMode mode, const QString& reason = {});
    void showProblem(const Error& error);
    void focusPassphrase();

signals:
    // The keychain, or what failed, is to be tried again.
    void againRequested();
    // The receiver takes the passphrase out of the pointer.
    void passphraseChosen(std::shared_ptr<portcullis::SecretBytes> passphrase);

private:
    void build();
    void refresh();
    void act();
    void unlock();
    void choose();
    void setBusy(bool busy);
    void refreshButton();

    GatewayBridge& m_bridge;
    LockedMode m_mode = LockedMode::Passphrase;
    QString m_ownReason;
    QLabel* m_title;
    QLabel* m_reason;
    QWidget* m_entry;
    QLineEdit* m_passphrase;
    QWidget* m_repeatRow;
    QLineEdit* m_repeat;
    QPushButton* m_action;
    QPushButton* m_retry;
    Banner* m_problem;
    QLabel* m_hint;
};

} // namespace portcullis::ui
