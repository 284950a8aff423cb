#pragma once

#include "ui/servers/secret_drafts.h"

#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QLineEdit;
class QPushButton;

namespace portcullis::ui {

// One secret that is stored or not, is never shown again, and can be replaced or left out.
// Owner: ServerForm. GUI thread.
class StoredSecretField final : public QWidget
{
    Q_OBJECT

public:
    explicit StoredSecretField(const QString& name, QWidget* parent = nullptr);

    void setStored(const std::optional<api::SecretRef>& secret);

    // What is stored from now on; a secret typed since the last call comes out in `secrets` under a
    // new name made of `variable`, and the field becomes empty.
    [[nodiscard]] std::optional<api::SecretRef> take(const ServerId& server,
                                                     const std::string& variable,
                                                     std::vector<SecretDrafts::Secret>& secrets);

    [[nodiscard]] QLineEdit& edit() { return *m_edit; }

private:
    void refresh();

    QLineEdit* m_edit;
    QPushButton* m_forget;
    std::optional<api::SecretRef> m_stored;
};

} // namespace portcullis::ui
