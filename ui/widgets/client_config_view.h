#pragma once

#include "ui/client_snippets.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace portcullis::ui {

class CopyField;

// A choice of clients and the text that each needs, ready to be copied.
// Owner: its dialog. GUI thread. wipe() removes a secret from the shown text.
class ClientConfigView final : public QWidget
{
    Q_OBJECT

public:
    explicit ClientConfigView(QWidget* parent = nullptr);

    void setConnection(const Connection& connection);
    void wipe();

signals:
    void secretCopied();

private:
    void refresh();

    Connection m_connection;
    QComboBox* m_client;
    QLabel* m_where;
    CopyField* m_text;
};

} // namespace portcullis::ui
