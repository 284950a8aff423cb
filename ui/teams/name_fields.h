#pragma once

#include <QObject>
#include <QString>

#include <string>
#include <vector>

class QLineEdit;

namespace portcullis::ui {

class Form;
class FormRow;

// Name and short name of a customer, team or case, as a form begins with them. The short name is
// suggested from the name until it is typed; of one that is there already it stays. Owner: its
// dialog. GUI thread.
class NameFields final : public QObject
{
    Q_OBJECT

public:
    struct Taken
    {
        std::vector<std::string> ids;
        std::vector<std::string> names; // of the others
    };

    // `id` is empty for a new one. Adds the fields to the form.
    NameFields(
        Form& form, const std::string& id, const std::string& name, Taken taken, QObject* parent);

    // Says at the fields what is wrong with them; false when something is.
    [[nodiscard]] bool check();
    [[nodiscard]] std::string id() const;
    [[nodiscard]] std::string name() const;
    void focusName();

private:
    void suggest();
    [[nodiscard]] QString nameProblem() const;
    [[nodiscard]] QString idProblem() const;

    Taken m_taken;
    bool m_new;
    bool m_idTyped = false;
    QLineEdit* m_name;
    QLineEdit* m_id;
    FormRow* m_nameRow;
    FormRow* m_idRow;
};

// A short name made of the letters of a long one, different from all `taken` ones; empty when it
// has none.
[[nodiscard]] QString suggestShortName(const QString& name, const std::vector<std::string>& taken);

} // namespace portcullis::ui
