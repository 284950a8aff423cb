#pragma once

#include "gateway/api/config_change.h"

#include <QDialog>

#include <string>
#include <variant>

class QComboBox;
class QPushButton;

namespace portcullis::ui {

class Banner;
class Form;
class GatewayBridge;
class NameFields;

// Adds or renames a customer, or a team, which can be moved to another customer, too. Owner: the
// page that opens it (deletes itself on close). GUI thread. Errors are shown in the dialog, which
// stays open.
class OwnerDialog final : public QDialog
{
    Q_OBJECT

public:
    // With an empty id a new one, which keeps its other members. A new team may name its customer.
    OwnerDialog(GatewayBridge& bridge, const api::Customer& customer, QWidget* parent);
    OwnerDialog(GatewayBridge& bridge, const api::Team& team, QWidget* parent);

signals:
    // By this id, when the gateway has taken it.
    void saved(const std::string& id);

private:
    void build(Form& form);
    void addCustomers(Form& form, const CustomerId& chosen);
    void save();
    void send(const api::ConfigChange& change);
    [[nodiscard]] api::ConfigChange change() const;

    GatewayBridge& m_bridge;
    std::variant<api::Customer, api::Team> m_owner;
    NameFields* m_names;
    QComboBox* m_customer = nullptr; // of a team
    Banner* m_problem;
    QPushButton* m_save;
};

} // namespace portcullis::ui
