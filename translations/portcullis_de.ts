<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Clients</name>
    <message>
        <source>Other client, by HTTP</source>
        <translation>Anderer Client, über HTTP</translation>
    </message>
    <message>
        <source>Other client, by stdio</source>
        <translation>Anderer Client, über stdio</translation>
    </message>
    <message>
        <source>Try it with curl</source>
        <translation>Mit curl ausprobieren</translation>
    </message>
    <message>
        <source>Put this into .mcp.json in your project, or into ~/.claude.json for all projects.</source>
        <translation>Fügen Sie dies in .mcp.json in Ihrem Projekt ein, oder für alle Projekte in ~/.claude.json.</translation>
    </message>
    <message>
        <source>Save the key&apos;s secret to a file that only you can read, then put this into claude_desktop_config.json and restart the client.</source>
        <translation>Speichern Sie das Geheimnis des Schlüssels in einer Datei, die nur Sie lesen können, fügen Sie dies in claude_desktop_config.json ein und starten Sie den Client neu.</translation>
    </message>
    <message>
        <source>Put this into .vscode/mcp.json in your workspace. VS Code asks for the key&apos;s secret once and keeps it safe.</source>
        <translation>Fügen Sie dies in .vscode/mcp.json in Ihrem Arbeitsbereich ein. VS Code fragt einmal nach dem Geheimnis des Schlüssels und verwahrt es sicher.</translation>
    </message>
    <message>
        <source>Put this into your client&apos;s list of MCP servers, in the place where it takes a URL and headers.</source>
        <translation>Fügen Sie dies in die Liste der MCP-Server Ihres Clients ein, dort, wo er URL und Kopfzeilen annimmt.</translation>
    </message>
    <message>
        <source>For clients that only start programs. Save the key&apos;s secret to a file that only you can read, then put this into the client&apos;s list of MCP servers.</source>
        <translation>Für Clients, die nur Programme starten. Speichern Sie das Geheimnis des Schlüssels in einer Datei, die nur Sie lesen können, und fügen Sie dies in die Liste der MCP-Server des Clients ein.</translation>
    </message>
    <message>
        <source>Run this in a terminal and paste the secret when it asks. An answer with serverInfo means that the endpoint and the key work.</source>
        <translation>Führen Sie dies in einem Terminal aus und fügen Sie auf Nachfrage das Geheimnis ein. Eine Antwort mit serverInfo heißt, dass Adresse und Schlüssel funktionieren.</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Allows every tool of %1, including ones it gets in the future.</source>
        <translation>Erlaubt alle Werkzeuge von %1, auch künftige.</translation>
    </message>
    <message>
        <source>Withdraws every tool of %1.</source>
        <translation>Entzieht alle Werkzeuge von %1.</translation>
    </message>
    <message>
        <source>Of %1, allows only these from now on: %2.</source>
        <translation>Erlaubt von %1 künftig nur noch: %2.</translation>
    </message>
    <message numerus="yes">
        <source>Allows %n more tool(s) of %1: %2.</source>
        <translation>
            <numerusform>Erlaubt ein weiteres Werkzeug von %1: %2.</numerusform>
            <numerusform>Erlaubt %n weitere Werkzeuge von %1: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Withdraws %n tool(s) of %1: %2.</source>
        <translation>
            <numerusform>Entzieht ein Werkzeug von %1: %2.</numerusform>
            <numerusform>Entzieht %n Werkzeuge von %1: %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Every request with this key is refused until you enable it.</source>
        <translation>Jede Anfrage mit diesem Schlüssel wird abgewiesen, bis Sie ihn aktivieren.</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Its time has run out; every request with it is refused.</source>
        <translation>Seine Zeit ist abgelaufen; jede Anfrage mit ihm wird abgewiesen.</translation>
    </message>
    <message>
        <source>Expires soon</source>
        <translation>Läuft bald ab</translation>
    </message>
    <message>
        <source>It works until %1.</source>
        <translation>Er gilt bis %1.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>It works until you disable or remove it.</source>
        <translation>Er gilt, bis Sie ihn deaktivieren oder entfernen.</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>Alles von %1</translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s) of %1</source>
        <translation>
            <numerusform>%n Werkzeug von %1</numerusform>
            <numerusform>%n Werkzeuge von %1</numerusform>
        </translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message numerus="yes">
        <source>%n tools: some clients handle at most %1.</source>
        <translation>
            <numerusform>%n Werkzeug: Manche Clients vertragen höchstens %1.</numerusform>
            <numerusform>%n Werkzeuge: Manche Clients vertragen höchstens %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tools: many clients handle at most %1 well.</source>
        <translation>
            <numerusform>%n Werkzeug: Viele Clients kommen mit höchstens %1 gut zurecht.</numerusform>
            <numerusform>%n Werkzeuge: Viele Clients kommen mit höchstens %1 gut zurecht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n special rule(s)</source>
        <translation>
            <numerusform>%n besondere Regel</numerusform>
            <numerusform>%n besondere Regeln</numerusform>
        </translation>
    </message>
    <message>
        <source>Adds the rule: %1.</source>
        <translation>Fügt die Regel hinzu: %1.</translation>
    </message>
    <message>
        <source>Takes away the rule: %1.</source>
        <translation>Nimmt die Regel weg: %1.</translation>
    </message>
    <message>
        <source>Team disabled</source>
        <translation>Team deaktiviert</translation>
    </message>
    <message>
        <source>Every request with it is refused: its team “%1” is disabled. Enable the team, or choose another.</source>
        <translation>Jede Anfrage mit ihm wird abgewiesen: Sein Team „%1“ ist deaktiviert. Aktivieren Sie das Team, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Customer disabled</source>
        <translation>Kunde deaktiviert</translation>
    </message>
    <message>
        <source>Every request with it is refused: the customer “%1” of its team is disabled. Enable the customer, or choose another team.</source>
        <translation>Jede Anfrage mit ihm wird abgewiesen: Der Kunde „%1“ seines Teams ist deaktiviert. Aktivieren Sie den Kunden, oder wählen Sie ein anderes Team.</translation>
    </message>
    <message>
        <source>Case closed</source>
        <translation>Fall abgeschlossen</translation>
    </message>
    <message>
        <source>Every request with it is refused: its case “%1” is closed. Reopen the case, or bind the key to another.</source>
        <translation>Jede Anfrage mit ihm wird abgewiesen: Sein Fall „%1“ ist abgeschlossen. Öffnen Sie den Fall wieder, oder binden Sie den Schlüssel an einen anderen.</translation>
    </message>
    <message>
        <source>Team: %1</source>
        <translation>Team: %1</translation>
    </message>
    <message>
        <source>Case: %1</source>
        <translation>Fall: %1</translation>
    </message>
    <message>
        <source>Rate: %1 calls in %2 seconds, %3 at one moment</source>
        <translation>Tempo: %1 Aufrufe in %2 Sekunden, %3 auf einmal</translation>
    </message>
    <message>
        <source>Calls at once: %1</source>
        <translation>Aufrufe gleichzeitig: %1</translation>
    </message>
    <message>
        <source>Ways in: %1</source>
        <translation>Wege: %1</translation>
    </message>
    <message>
        <source>Programs: %1</source>
        <translation>Programme: %1</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>A &amp;request</source>
        <translation>Eine Anf&amp;rage</translation>
    </message>
    <message>
        <source>Larger ones are refused.</source>
        <translation>Größere werden abgewiesen.</translation>
    </message>
    <message>
        <source>The &amp;headers of a request</source>
        <translation>Die Kop&amp;fzeilen einer Anfrage</translation>
    </message>
    <message>
        <source>The resul&amp;t of a call</source>
        <translation>Das Ergebni&amp;s eines Aufrufs</translation>
    </message>
    <message>
        <source>A larger one becomes an error.</source>
        <translation>Ein größeres wird zu einem Fehler.</translation>
    </message>
    <message>
        <source>Sessions of &amp;all keys</source>
        <translation>Sitzungen &amp;aller Schlüssel</translation>
    </message>
    <message>
        <source>Sessions of &amp;one key</source>
        <translation>Sitzungen &amp;eines Schlüssels</translation>
    </message>
    <message>
        <source>A session without requests &amp;ends after</source>
        <translation>Sitzung ohne Anfragen en&amp;det nach</translation>
    </message>
    <message>
        <source>Open strea&amp;ms of one key</source>
        <translation>&amp;Offene Ströme eines Schlüssels</translation>
    </message>
    <message>
        <source>Ca&amp;lls of one key at once</source>
        <translation>Aufr&amp;ufe eines Schlüssels zugleich</translation>
    </message>
    <message>
        <source>Requests of one &amp;key in a minute</source>
        <translation>Anfragen eines Schlüssels pro &amp;Minute</translation>
    </message>
    <message>
        <source>0 for no limit.</source>
        <translation>0 für unbegrenzt.</translation>
    </message>
    <message>
        <source>Default: %1.</source>
        <translation>Vorgabe: %1.</translation>
    </message>
    <message>
        <source> KiB</source>
        <translation> KiB</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> Minuten</translation>
    </message>
    <message>
        <source>Largest sizes</source>
        <translation>Größen</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Calls and requests</source>
        <translation>Aufrufe und Anfragen</translation>
    </message>
    <message>
        <source>The a&amp;ddress of a request</source>
        <translation>Die Ad&amp;resse einer Anfrage</translation>
    </message>
    <message>
        <source>A server&apos;s state that a clie&amp;nt carries</source>
        <translation>Zustand eines Servers, den ein Client &amp;trägt</translation>
    </message>
    <message>
        <source>A larger one is kept here for the client.</source>
        <translation>Ein größerer wird hier für den Client aufbewahrt.</translation>
    </message>
    <message>
        <source>Levels of nested &amp;values in a request</source>
        <translation>Ebenen ineinander liegender &amp;Werte einer Anfrage</translation>
    </message>
    <message>
        <source>Deeper requests are refused.</source>
        <translation>Tiefere Anfragen werden abgewiesen.</translation>
    </message>
    <message>
        <source>Mem&amp;bers of one list or object in a request</source>
        <translation>Glieder einer &amp;Liste oder eines Objekts einer Anfrage</translation>
    </message>
    <message>
        <source>Requests with more are refused.</source>
        <translation>Anfragen mit mehr werden abgewiesen.</translation>
    </message>
    <message>
        <source>Open streams of all ke&amp;ys</source>
        <translation>Offene Ströme aller S&amp;chlüssel</translation>
    </message>
    <message>
        <source>L&amp;isteners of one key</source>
        <translation>&amp;Hörer eines Schlüssels</translation>
    </message>
    <message>
        <source>Reso&amp;urces that a listener hears of</source>
        <translation>Ressourcen, von denen ein Hörer erfä&amp;hrt</translation>
    </message>
    <message>
        <source>Calls of one key that &amp;wait for an answer</source>
        <translation>Aufrufe eines Schlüssels, die auf A&amp;ntwort warten</translation>
    </message>
    <message>
        <source>Calls of all keys that wait for an answer</source>
        <translation>Aufrufe aller Schlüssel, die auf Antwort warten</translation>
    </message>
    <message>
        <source>A call that waits is &amp;given up after</source>
        <translation>Ein wartender Aufruf wird auf&amp;gegeben nach</translation>
    </message>
    <message>
        <source>A call with &amp;progress ends after</source>
        <translation>Ein Aufruf mit &amp;Fortschritt endet nach</translation>
    </message>
    <message>
        <source>Without progress, the time of its server counts.</source>
        <translation>Ohne Fortschritt gilt die Zeit seines Servers.</translation>
    </message>
</context>
<context>
    <name>Lockdown</name>
    <message>
        <source>%1: at most %2</source>
        <translation>%1: höchstens %2</translation>
    </message>
    <message>
        <source>%1: at least %2</source>
        <translation>%1: mindestens %2</translation>
    </message>
    <message>
        <source>Locked by %1</source>
        <translation>Gesperrt von %1</translation>
    </message>
    <message>
        <source>Within bounds set by %1</source>
        <translation>In Grenzen, die %1 gesetzt hat</translation>
    </message>
    <message>
        <source>Every call is refused: the policy of this installation is not right</source>
        <translation>Jeder Aufruf wird abgelehnt: Mit der Richtlinie dieser Installation stimmt etwas nicht</translation>
    </message>
    <message>
        <source>Locked down by %1, version %2</source>
        <translation>Abgesperrt von %1, Version %2</translation>
    </message>
    <message>
        <source>What this policy has fixed cannot be changed here.</source>
        <translation>Was diese Richtlinie festlegt, lässt sich hier nicht ändern.</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>a client without a known key</source>
        <translation>ein Client ohne bekannten Schlüssel</translation>
    </message>
    <message>
        <source>%1 wanted to connect</source>
        <translation>%1 wollte sich verbinden</translation>
    </message>
    <message>
        <source>%1 wanted %2</source>
        <translation>%1 wollte %2</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Details of the refusal: %1</source>
        <translation>Einzelheiten der Abweisung: %1</translation>
    </message>
    <message>
        <source>Add a server to give your clients something to call.</source>
        <translation>Fügen Sie einen Server hinzu, damit Ihre Clients etwas aufrufen können.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Nothing was refused. When a client asks for something it may not have, you see here what and why.</source>
        <translation>Nichts wurde abgewiesen. Verlangt ein Client etwas, das er nicht darf, sehen Sie hier, was und warum.</translation>
    </message>
</context>
<context>
    <name>ServerProblems</name>
    <message>
        <source>Give the whole path, beginning with /, or nothing.</source>
        <translation>Geben Sie den ganzen Pfad an, mit / am Anfang, oder nichts.</translation>
    </message>
    <message>
        <source>Choose this file, too: the certificate and its private key belong together.</source>
        <translation>Wählen Sie auch diese Datei: Zertifikat und privater Schlüssel gehören zusammen.</translation>
    </message>
    <message>
        <source>Use 1 to 12 small letters, digits and hyphens, beginning with a letter. “gateway” is taken.</source>
        <translation>Verwenden Sie 1 bis 12 Kleinbuchstaben, Ziffern und Bindestriche, mit einem Buchstaben am Anfang. „gateway“ ist vergeben.</translation>
    </message>
    <message>
        <source>Use at most 80 characters that can be printed.</source>
        <translation>Verwenden Sie höchstens 80 druckbare Zeichen.</translation>
    </message>
    <message>
        <source>The transport HTTP+SSE has sessions only: choose another protocol here, or the newer transport.</source>
        <translation>Der Transport HTTP+SSE kennt nur Sitzungen: Wählen Sie hier ein anderes Protokoll oder den neueren Transport.</translation>
    </message>
    <message>
        <source>Name the program to start.</source>
        <translation>Nennen Sie das Programm, das gestartet werden soll.</translation>
    </message>
    <message>
        <source>Choose the private key file that this passphrase opens.</source>
        <translation>Wählen Sie die Datei mit dem privaten Schlüssel, den diese Passphrase öffnet.</translation>
    </message>
    <message>
        <source>Give the proxy&apos;s address with its port, such as http://proxy.example:3128.</source>
        <translation>Geben Sie die Adresse des Proxys mit seinem Port an, etwa http://proxy.example:3128.</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Says it only reads</source>
        <translation>Liest nur, nach eigener Angabe</translation>
    </message>
    <message>
        <source>Says it may destroy</source>
        <translation>Kann zerstören, nach eigener Angabe</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>It says of itself now: %1</source>
        <translation>Es sagt jetzt von sich: %1</translation>
    </message>
    <message>
        <source>Fingerprint of what was approved: %1</source>
        <translation>Fingerabdruck des Genehmigten: %1</translation>
    </message>
    <message>
        <source>Fingerprint of what it is now: %1</source>
        <translation>Fingerabdruck des jetzigen Stands: %1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Verborgen</translation>
    </message>
    <message>
        <source>It does not exist for any client. “Show as…” brings it back.</source>
        <translation>Es existiert für keinen Client. „Zeigen als …“ bringt es zurück.</translation>
    </message>
    <message>
        <source>Held back: changed since it was approved</source>
        <translation>Zurückgehalten: seit der Genehmigung geändert</translation>
    </message>
    <message>
        <source>It does not exist for any client until you approve it.</source>
        <translation>Es existiert für keinen Client, bis Sie es genehmigen.</translation>
    </message>
    <message>
        <source>Changed since it was approved</source>
        <translation>Seit der Genehmigung geändert</translation>
    </message>
    <message>
        <source>Clients may still call it. Approve it when the change is what you expect.</source>
        <translation>Clients dürfen es weiterhin aufrufen. Genehmigen Sie es, wenn Sie die Änderung so erwarten.</translation>
    </message>
    <message>
        <source>Approve “%1” as it is now?</source>
        <translation>„%1“ in seinem jetzigen Stand genehmigen?</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Genehmigen</translation>
    </message>
    <message numerus="yes">
        <source>Approve %n tool(s) as they are now?</source>
        <translation>
            <numerusform>%n Werkzeug in seinem jetzigen Stand genehmigen?</numerusform>
            <numerusform>%n Werkzeuge in ihrem jetzigen Stand genehmigen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Their definitions are others than those approved: %1.</source>
        <translation>Ihre Definitionen sind andere als die genehmigten: %1.</translation>
    </message>
    <message>
        <source>Approve all</source>
        <translation>Alle genehmigen</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>The server is working on this call.</source>
        <translation>Der Server bearbeitet diesen Aufruf.</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>Gelungen</translation>
    </message>
    <message>
        <source>The tool answered and the answer was recorded.</source>
        <translation>Das Werkzeug hat geantwortet, und die Antwort wurde aufgezeichnet.</translation>
    </message>
    <message>
        <source>Tool reported an error</source>
        <translation>Werkzeug meldet Fehler</translation>
    </message>
    <message>
        <source>The call reached the tool, which says that it could not do what was asked. Its own words are in the result.</source>
        <translation>Der Aufruf hat das Werkzeug erreicht; es sagt, dass es das Verlangte nicht tun konnte. Seine eigenen Worte stehen im Ergebnis.</translation>
    </message>
    <message>
        <source>Server answered with an error</source>
        <translation>Server antwortet mit Fehler</translation>
    </message>
    <message>
        <source>The server refused the request itself, for instance because of wrong arguments. Its own words are in the result.</source>
        <translation>Der Server hat die Anfrage selbst abgelehnt, etwa wegen falscher Argumente. Seine eigenen Worte stehen im Ergebnis.</translation>
    </message>
    <message>
        <source>Asked the client</source>
        <translation>Client gefragt</translation>
    </message>
    <message>
        <source>The server needed something of the client first. The client answers with another call, which stands here by itself.</source>
        <translation>Der Server brauchte zuerst etwas vom Client. Der Client antwortet mit einem weiteren Aufruf, der hier für sich steht.</translation>
    </message>
    <message>
        <source>Became a task</source>
        <translation>Wurde zur Aufgabe</translation>
    </message>
    <message>
        <source>The server goes on with it. The client asks for the result later; handing it out stands here by itself.</source>
        <translation>Der Server arbeitet daran weiter. Der Client fragt später nach dem Ergebnis; dessen Herausgabe steht hier für sich.</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>Zeit überschritten</translation>
    </message>
    <message>
        <source>The server did not answer within its time limit. If the tool is slow by nature, raise the limit in the server&apos;s settings.</source>
        <translation>Der Server hat nicht innerhalb seiner Frist geantwortet. Ist das Werkzeug von Natur aus langsam, erhöhen Sie die Frist in den Einstellungen des Servers.</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>The client withdrew the call before it ended.</source>
        <translation>Der Client hat den Aufruf vor dem Ende zurückgezogen.</translation>
    </message>
    <message>
        <source>Server went away</source>
        <translation>Server verschwunden</translation>
    </message>
    <message>
        <source>The server was not reachable, ended, or sent something that is not MCP. Look at its last error on the page Servers.</source>
        <translation>Der Server war nicht erreichbar, hat sich beendet oder etwas gesendet, das kein MCP ist. Sein letzter Fehler steht auf der Seite Server.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Portcullis refused this call; it reached no server.</source>
        <translation>Portcullis hat diesen Aufruf abgewiesen; er hat keinen Server erreicht.</translation>
    </message>
    <message>
        <source>Unknown end</source>
        <translation>Ausgang unbekannt</translation>
    </message>
    <message>
        <source>Portcullis ended while this call ran. Whether the tool did its work is not known: check before you repeat it.</source>
        <translation>Portcullis wurde während dieses Aufrufs beendet. Ob das Werkzeug seine Arbeit getan hat, ist nicht bekannt: Prüfen Sie es, bevor Sie ihn wiederholen.</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Switched off by you. Nobody sees its tools.</source>
        <translation>Von Ihnen abgeschaltet. Niemand sieht seine Werkzeuge.</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>Ruht</translation>
    </message>
    <message>
        <source>Not needed yet. It starts with the first call.</source>
        <translation>Noch nicht gebraucht. Er startet mit dem ersten Aufruf.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Being started and asked for its tools.</source>
        <translation>Wird gestartet und nach seinen Werkzeugen gefragt.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Connected and answering.</source>
        <translation>Verbunden und antwortet.</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>The last attempt failed. Portcullis tries again by itself after a pause; Restart tries at once.</source>
        <translation>Der letzte Versuch ist gescheitert. Portcullis versucht es nach einer Pause von selbst wieder; „Neu starten“ versucht es sofort.</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>It failed too often and waits for you. Correct its settings, then restart it.</source>
        <translation>Er ist zu oft gescheitert und wartet auf Sie. Berichtigen Sie seine Einstellungen und starten Sie ihn neu.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>The gateway is not running; clients cannot connect.</source>
        <translation>Das Gateway läuft nicht; Clients können sich nicht verbinden.</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Clients are turned away until Portcullis is unlocked.</source>
        <translation>Clients werden abgewiesen, bis Portcullis entsperrt ist.</translation>
    </message>
    <message>
        <source>Clients can connect.</source>
        <translation>Clients können sich verbinden.</translation>
    </message>
    <message>
        <source>Refusing every call</source>
        <translation>Weist jeden Aufruf ab</translation>
    </message>
    <message>
        <source>The audit log cannot be written, and without a record there is no call.</source>
        <translation>Das Protokoll kann nicht geschrieben werden, und ohne Aufzeichnung gibt es keinen Aufruf.</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>Waiting for running calls to end.</source>
        <translation>Wartet auf das Ende laufender Aufrufe.</translation>
    </message>
    <message>
        <source>Keep arguments and results (encrypted)</source>
        <translation>Argumente und Ergebnisse behalten (verschlüsselt)</translation>
    </message>
    <message>
        <source>Keep only what proves a text later</source>
        <translation>Nur behalten, was einen Text später beweist</translation>
    </message>
    <message>
        <source>Keep fingerprints only</source>
        <translation>Nur Fingerabdrücke behalten</translation>
    </message>
    <message>
        <source>%1 (stateless era)</source>
        <translation>%1 (ohne Sitzung)</translation>
    </message>
    <message>
        <source>%1 (session era)</source>
        <translation>%1 (mit Sitzung)</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Kein Schlüssel</translation>
    </message>
    <message>
        <source>The client sent no key. Put the key&apos;s secret into the client&apos;s configuration as the header Authorization: Bearer …</source>
        <translation>Der Client hat keinen Schlüssel gesendet. Tragen Sie das Geheimnis des Schlüssels in die Konfiguration des Clients ein, als Kopfzeile Authorization: Bearer …</translation>
    </message>
    <message>
        <source>Unknown key</source>
        <translation>Unbekannter Schlüssel</translation>
    </message>
    <message>
        <source>The client&apos;s key is not one of this gateway&apos;s: it was mistyped, removed, or belongs to another installation. Create a new key if its secret is lost.</source>
        <translation>Der Schlüssel des Clients gehört nicht zu diesem Gateway: Er ist vertippt, entfernt oder stammt aus einer anderen Installation. Ist sein Geheimnis verloren, erstellen Sie einen neuen Schlüssel.</translation>
    </message>
    <message>
        <source>Key disabled</source>
        <translation>Schlüssel deaktiviert</translation>
    </message>
    <message>
        <source>This key is switched off. Enable it on the page Keys if its owner may work again.</source>
        <translation>Dieser Schlüssel ist abgeschaltet. Aktivieren Sie ihn auf der Seite Schlüssel, wenn sein Inhaber wieder arbeiten darf.</translation>
    </message>
    <message>
        <source>Key expired</source>
        <translation>Schlüssel abgelaufen</translation>
    </message>
    <message>
        <source>This key&apos;s time has run out. Give it a later date on the page Keys, or create a new key.</source>
        <translation>Die Zeit dieses Schlüssels ist abgelaufen. Geben Sie ihm auf der Seite Schlüssel ein späteres Datum oder erstellen Sie einen neuen.</translation>
    </message>
    <message>
        <source>Wrong host name</source>
        <translation>Falscher Rechnername</translation>
    </message>
    <message>
        <source>The request was addressed to another host name than this computer&apos;s. That is how a web page attacks local services; use the endpoint as the page Overview shows it.</source>
        <translation>Die Anfrage war an einen anderen Rechnernamen gerichtet als den dieses Rechners. So greifen Webseiten lokale Dienste an; verwenden Sie die Adresse so, wie die Seite Überblick sie zeigt.</translation>
    </message>
    <message>
        <source>Came from a web page</source>
        <translation>Kam von einer Webseite</translation>
    </message>
    <message>
        <source>A web page in a browser sent this request. Portcullis serves programs only, never pages.</source>
        <translation>Eine Webseite in einem Browser hat diese Anfrage gesendet. Portcullis bedient nur Programme, niemals Seiten.</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Zu viele Anfragen</translation>
    </message>
    <message>
        <source>More came at once than the rate of the key or of the server allows, or wrong keys came again and again. The client may try again a little later.</source>
        <translation>Es kam mehr auf einmal, als die Rate des Schlüssels oder des Servers erlaubt, oder es kamen immer wieder falsche Schlüssel. Der Client kann es etwas später wieder versuchen.</translation>
    </message>
    <message>
        <source>Too many calls at once</source>
        <translation>Zu viele Aufrufe zugleich</translation>
    </message>
    <message>
        <source>The key has as many calls running as it may. The next one fits when one of them ends.</source>
        <translation>Der Schlüssel hat so viele laufende Aufrufe, wie er darf. Der nächste passt hinein, wenn einer endet.</translation>
    </message>
    <message>
        <source>No record possible</source>
        <translation>Keine Aufzeichnung möglich</translation>
    </message>
    <message>
        <source>The audit log could not be written, and without a record there is no call; or what budgets have used could not be read from it. The page Overview says which. Check the free space of the disk with the data folder.</source>
        <translation>Das Protokoll konnte nicht geschrieben werden, und ohne Aufzeichnung gibt es keinen Aufruf; oder es war nicht daraus zu lesen, was Budgets verbraucht haben. Was davon zutrifft, sagt die Seite Überblick. Prüfen Sie den freien Platz auf der Platte mit dem Datenordner.</translation>
    </message>
    <message>
        <source>Gateway locked</source>
        <translation>Gateway gesperrt</translation>
    </message>
    <message>
        <source>Portcullis was locked. Unlock it and let the client try again.</source>
        <translation>Portcullis war gesperrt. Entsperren Sie es und lassen Sie den Client es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>The key&apos;s allow-list has this tool.</source>
        <translation>Die Erlaubnisliste des Schlüssels enthält dieses Werkzeug.</translation>
    </message>
    <message>
        <source>No such tool</source>
        <translation>Kein solches Werkzeug</translation>
    </message>
    <message>
        <source>No server offers a tool of this name. The client may remember an old list; have it reload its tools.</source>
        <translation>Kein Server bietet ein Werkzeug dieses Namens an. Vielleicht kennt der Client eine alte Liste; lassen Sie ihn seine Werkzeuge neu laden.</translation>
    </message>
    <message>
        <source>Tool not allowed</source>
        <translation>Werkzeug nicht erlaubt</translation>
    </message>
    <message>
        <source>This tool is not on the key&apos;s allow-list. To the client it looks as if the tool did not exist. If the key&apos;s owner may use it, allow it on the page Keys.</source>
        <translation>Dieses Werkzeug steht nicht auf der Erlaubnisliste des Schlüssels. Für den Client sieht es aus, als gäbe es das Werkzeug nicht. Darf der Inhaber es benutzen, erlauben Sie es auf der Seite Schlüssel.</translation>
    </message>
    <message>
        <source>Server disabled</source>
        <translation>Server deaktiviert</translation>
    </message>
    <message>
        <source>The tool&apos;s server is switched off. Enable it on the page Servers.</source>
        <translation>Der Server des Werkzeugs ist abgeschaltet. Aktivieren Sie ihn auf der Seite Server.</translation>
    </message>
    <message>
        <source>Something in the input is not right.</source>
        <translation>Etwas an der Eingabe stimmt nicht.</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>Es gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is already one of this name.</source>
        <translation>Dieser Name ist schon vergeben.</translation>
    </message>
    <message>
        <source>The system does not permit this.</source>
        <translation>Das System erlaubt dies nicht.</translation>
    </message>
    <message>
        <source>The server wants other credentials.</source>
        <translation>Der Server verlangt andere Zugangsdaten.</translation>
    </message>
    <message>
        <source>Portcullis is locked.</source>
        <translation>Portcullis ist gesperrt.</translation>
    </message>
    <message>
        <source>Somebody else is using it at the moment.</source>
        <translation>Es wird gerade von jemand anderem benutzt.</translation>
    </message>
    <message>
        <source>A limit is reached, or memory or disk space ran out.</source>
        <translation>Eine Grenze ist erreicht, oder Speicher oder Plattenplatz ist erschöpft.</translation>
    </message>
    <message>
        <source>There was no answer in time.</source>
        <translation>Es kam keine rechtzeitige Antwort.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Es wurde abgebrochen.</translation>
    </message>
    <message>
        <source>It cannot be reached now; trying again may help.</source>
        <translation>Es ist jetzt nicht erreichbar; ein neuer Versuch kann helfen.</translation>
    </message>
    <message>
        <source>The other side does not speak MCP as it should.</source>
        <translation>Die Gegenseite spricht MCP nicht, wie sie sollte.</translation>
    </message>
    <message>
        <source>Stored data is damaged.</source>
        <translation>Gespeicherte Daten sind beschädigt.</translation>
    </message>
    <message>
        <source>Reading or writing a file failed.</source>
        <translation>Lesen oder Schreiben einer Datei ist misslungen.</translation>
    </message>
    <message>
        <source>This is not supported here.</source>
        <translation>Dies wird hier nicht unterstützt.</translation>
    </message>
    <message>
        <source>Something went wrong inside Portcullis.</source>
        <translation>In Portcullis ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Tool hidden</source>
        <translation>Werkzeug verborgen</translation>
    </message>
    <message>
        <source>This tool is hidden from every client. To bring it back, choose “Show as…” among its server&apos;s tools on the page Servers.</source>
        <translation>Dieses Werkzeug ist vor allen Clients verborgen. Um es zurückzuholen, wählen Sie auf der Seite Server bei den Werkzeugen seines Servers „Zeigen als …“.</translation>
    </message>
    <message>
        <source>Team disabled</source>
        <translation>Team deaktiviert</translation>
    </message>
    <message>
        <source>The team that owns this key is switched off, and all of its keys with it. Enable the team if it may work again.</source>
        <translation>Das Team, dem dieser Schlüssel gehört, ist ausgeschaltet und mit ihm alle seine Schlüssel. Aktivieren Sie das Team, wenn es wieder arbeiten darf.</translation>
    </message>
    <message>
        <source>Customer disabled</source>
        <translation>Kunde deaktiviert</translation>
    </message>
    <message>
        <source>The customer whose team owns this key is switched off, and all of its teams with it. Enable the customer if it may work again.</source>
        <translation>Der Kunde, dessen Team dieser Schlüssel gehört, ist ausgeschaltet und mit ihm alle seine Teams. Aktivieren Sie den Kunden, wenn er wieder arbeiten darf.</translation>
    </message>
    <message>
        <source>Case closed</source>
        <translation>Fall abgeschlossen</translation>
    </message>
    <message>
        <source>This key is bound to a case that is closed. Open the case again, or bind the key to another one.</source>
        <translation>Dieser Schlüssel ist an einen Fall gebunden, der abgeschlossen ist. Öffnen Sie den Fall wieder oder binden Sie den Schlüssel an einen anderen.</translation>
    </message>
    <message>
        <source>Budget used up</source>
        <translation>Budget aufgebraucht</translation>
    </message>
    <message>
        <source>A budget of the key, its team, customer or case, or of the server had no room for this call. It has room again when its time is over; raise its limit if more may be used before.</source>
        <translation>Ein Budget des Schlüssels, seines Teams, Kunden oder Falls oder des Servers hatte für diesen Aufruf keinen Platz. Platz ist wieder, wenn sein Zeitraum um ist; erhöhen Sie seine Grenze, wenn vorher mehr gebraucht werden darf.</translation>
    </message>
    <message>
        <source>Tool not for this case</source>
        <translation>Werkzeug nicht für diesen Fall</translation>
    </message>
    <message>
        <source>Tool not in the policy</source>
        <translation>Werkzeug nicht in der Richtlinie</translation>
    </message>
    <message>
        <source>The signed policy of this installation does not allow this tool to any key. Who needs it asks the administrator.</source>
        <translation>Die signierte Richtlinie dieser Installation erlaubt dieses Werkzeug keinem Schlüssel. Wer es braucht, fragt die Administration.</translation>
    </message>
    <message>
        <source>This tool is on the key&apos;s allow-list, but not on that of the case the key is bound to. If it is needed for the case, allow it there.</source>
        <translation>Dieses Werkzeug steht auf der Freigabeliste des Schlüssels, aber nicht auf der des Falls, an den der Schlüssel gebunden ist. Wenn es für den Fall gebraucht wird, geben Sie es dort frei.</translation>
    </message>
    <message>
        <source>Tool changed</source>
        <translation>Werkzeug geändert</translation>
    </message>
    <message>
        <source>This tool is no longer what was approved, and its server holds such tools back. Look at the change on the page Servers and approve it if it is what you expect.</source>
        <translation>Dieses Werkzeug ist nicht mehr, was genehmigt wurde, und sein Server hält solche Werkzeuge zurück. Sehen Sie sich die Änderung auf der Seite Server an und genehmigen Sie sie, wenn Sie sie so erwarten.</translation>
    </message>
    <message>
        <source>Arguments not allowed</source>
        <translation>Argumente nicht erlaubt</translation>
    </message>
    <message>
        <source>The key may use this, but a rule does not let these arguments pass. The client was told which argument it is. “Why?” on the page Keys shows each condition.</source>
        <translation>Der Schlüssel darf dies verwenden, aber eine Regel lässt diese Argumente nicht zu. Dem Client wurde gesagt, welches Argument es ist. „Warum?“ auf der Seite Schlüssel zeigt jede Bedingung.</translation>
    </message>
    <message>
        <source>Denied by a rule</source>
        <translation>Durch eine Regel verboten</translation>
    </message>
    <message>
        <source>A rule of the key, the server or the request denies this, whatever allows it. To the client it looks as if it did not exist.</source>
        <translation>Eine Regel des Schlüssels, des Servers oder der Anfrage verbietet dies, was immer es erlaubt. Für den Client sieht es aus, als gäbe es das nicht.</translation>
    </message>
    <message>
        <source>Unreadable rules of a request</source>
        <translation>Unlesbare Regeln einer Anfrage</translation>
    </message>
    <message>
        <source>The request limits itself with X-Portcullis-Allow, and what it says there cannot be read. Correct it in the client&apos;s configuration.</source>
        <translation>Die Anfrage beschränkt sich selbst mit X-Portcullis-Allow, und was dort steht, ist unlesbar. Es ist in der Konfiguration des Clients zu berichtigen.</translation>
    </message>
    <message>
        <source>Old secret</source>
        <translation>Altes Geheimnis</translation>
    </message>
    <message>
        <source>The key has a new secret, and the time of the old one is over. Give the client the new one, or make another on the page Keys.</source>
        <translation>Der Schlüssel hat ein neues Geheimnis, und die Zeit des alten ist um. Geben Sie dem Client das neue, oder erzeugen Sie auf der Seite Schlüssel noch eines.</translation>
    </message>
    <message>
        <source>Other way in</source>
        <translation>Anderer Weg</translation>
    </message>
    <message>
        <source>The key is bound to other ways in than the one that the client has taken. Change the key&apos;s binding, or connect the client that way.</source>
        <translation>Der Schlüssel ist an andere Wege gebunden als den, den der Client genommen hat. Ändern Sie die Bindung des Schlüssels, oder verbinden Sie den Client auf einem dieser Wege.</translation>
    </message>
    <message>
        <source>Other program</source>
        <translation>Anderes Programm</translation>
    </message>
    <message>
        <source>The key is bound to other programs. If the client was updated, bind the key to its new file; if not, its secret may have been copied.</source>
        <translation>Der Schlüssel ist an andere Programme gebunden. Wurde der Client aktualisiert, binden Sie den Schlüssel an dessen neue Datei; wenn nicht, wurde sein Geheimnis vielleicht kopiert.</translation>
    </message>
    <message>
        <source>Program unknown</source>
        <translation>Programm unbekannt</translation>
    </message>
    <message>
        <source>The key is bound to programs, and the client&apos;s could not be told: over HTTP it never can. Connect it by portcullisctl stdio.</source>
        <translation>Der Schlüssel ist an Programme gebunden, und das des Clients war nicht festzustellen: über HTTP ist es das nie. Verbinden Sie ihn mit portcullisctl stdio.</translation>
    </message>
    <message>
        <source>Role missing</source>
        <translation>Rolle fehlt</translation>
    </message>
    <message>
        <source>Somebody asked the gateway itself for what their roles do not give them. The record says who, and for what.</source>
        <translation>Jemand hat das Gateway selbst um etwas gebeten, das die eigenen Rollen nicht hergeben. Der Eintrag sagt, wer und um was.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>A local MCP gateway that identifies, allows, records and proves every tool call.</source>
        <translation>Ein lokales MCP-Gateway, das jeden Werkzeugaufruf zuordnet, erlaubt, aufzeichnet und beweist.</translation>
    </message>
    <message>
        <source>Use this data folder.</source>
        <translation>Diesen Datenordner verwenden.</translation>
    </message>
    <message>
        <source>Open overview, servers, keys, teams, budgets, activity or audit.</source>
        <translation>overview, servers, keys, teams, budgets, activity oder audit öffnen.</translation>
    </message>
    <message>
        <source>The new port could not be saved</source>
        <translation>Der neue Port konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>Show the gateway behind this control socket.</source>
        <translation>Das Gateway hinter diesem Steuersocket zeigen.</translation>
    </message>
    <message>
        <source>The gateway has gone</source>
        <translation>Das Gateway ist nicht mehr da</translation>
    </message>
    <message>
        <source>What is shown is how it was. Open this window again when the gateway is back.</source>
        <translation>Gezeigt wird, wie es war. Öffnen Sie dieses Fenster neu, wenn das Gateway wieder da ist.</translation>
    </message>
</context>
<context>
    <name>portcullis::desktop::StartDialog</name>
    <message>
        <source>Port %1 cannot be used</source>
        <translation>Port %1 ist nicht nutzbar</translation>
    </message>
    <message>
        <source>Port %1 is used by another program</source>
        <translation>Port %1 ist von einem anderen Programm belegt</translation>
    </message>
    <message>
        <source>Choose another port, or close that program and try again.</source>
        <translation>Wählen Sie einen anderen Port, oder beenden Sie jenes Programm und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The data folder is in use</source>
        <translation>Der Datenordner wird benutzt</translation>
    </message>
    <message>
        <source>Another program has the folder %1 open, and only one can. Close it and try again.</source>
        <translation>Ein anderes Programm hat den Ordner %1 geöffnet, und nur eines kann das. Beenden Sie es und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Another program</source>
        <translation>Ein anderes Programm</translation>
    </message>
    <message>
        <source>%1 (process %2) has the folder %3 open, and only one program can. Close it and try again.</source>
        <translation>%1 (Prozess %2) hat den Ordner %3 geöffnet, und nur ein Programm kann das. Beenden Sie es und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Close a window with File, Quit. Stop “portcullisctl serve” with Ctrl+C in its terminal, or with: %1</source>
        <translation>Ein Fenster schließen Sie mit Datei, Beenden; „portcullisctl serve“ mit Strg+C in seinem Terminal oder mit: %1</translation>
    </message>
    <message>
        <source>Portcullis cannot start</source>
        <translation>Portcullis kann nicht starten</translation>
    </message>
    <message>
        <source>Portcullis</source>
        <translation>Portcullis</translation>
    </message>
    <message>
        <source>Any &amp;free port</source>
        <translation>&amp;Freien Port suchen</translation>
    </message>
    <message>
        <source>It is kept for later starts. Clients that are already set up need their new address.</source>
        <translation>Er gilt auch für spätere Starts. Bereits eingerichtete Clients brauchen die neue Adresse.</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>&amp;Port</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Use this port</source>
        <translation>Diesen Port &amp;nutzen</translation>
    </message>
</context>
<context>
    <name>portcullis::desktop::Tray</name>
    <message>
        <source>&amp;Open Portcullis</source>
        <translation>Portcullis &amp;öffnen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Portcullis: %1</source>
        <translation>Portcullis: %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::AboutDialog</name>
    <message>
        <source>About Portcullis</source>
        <translation>Über Portcullis</translation>
    </message>
    <message>
        <source>Portcullis</source>
        <translation>Portcullis</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>A gateway between AI clients and the tools they call. Every call is identified, allowed or refused, and recorded, on this computer alone.</source>
        <translation>Ein Gateway zwischen KI-Clients und den Werkzeugen, die sie aufrufen. Jeder Aufruf wird zugeordnet, erlaubt oder abgewiesen und aufgezeichnet, allein auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Made with Qt %1</source>
        <translation>Mit Qt %1 gemacht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ActivityModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ActivityPage</name>
    <message>
        <source>No calls yet</source>
        <translation>Noch keine Aufrufe</translation>
    </message>
    <message>
        <source>As soon as a client calls a tool, or is refused, you see it here: add a server, create a key and connect a client.</source>
        <translation>Sobald ein Client ein Werkzeug aufruft oder abgewiesen wird, sehen Sie es hier: Fügen Sie einen Server hinzu, erstellen Sie einen Schlüssel und verbinden Sie einen Client.</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Every call and every refusal, as it happens. All of it is in the audit log.</source>
        <translation>Jeder Aufruf und jede Abweisung, im Augenblick des Geschehens. Alles davon steht im Protokoll.</translation>
    </message>
    <message>
        <source>Search by tool name</source>
        <translation>Nach Werkzeugnamen suchen</translation>
    </message>
    <message>
        <source>Calls of which key</source>
        <translation>Aufrufe welches Schlüssels</translation>
    </message>
    <message>
        <source>Calls to which server</source>
        <translation>Aufrufe an welchen Server</translation>
    </message>
    <message>
        <source>&amp;Refused only</source>
        <translation>&amp;Nur abgewiesene</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Calls, newest first</source>
        <translation>Aufrufe, neueste zuerst</translation>
    </message>
    <message>
        <source>The log could not be read</source>
        <translation>Das Protokoll konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Schlüssel</translation>
    </message>
    <message>
        <source>All servers</source>
        <translation>Alle Server</translation>
    </message>
    <message>
        <source>The newest %1 are shown. Narrow the filter to see older ones.</source>
        <translation>Die neuesten %1 werden gezeigt. Engen Sie den Filter ein, um ältere zu sehen.</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Protokoll wird gelesen …</translation>
    </message>
    <message>
        <source>Nothing matches this filter.</source>
        <translation>Nichts passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>%1 shown; scroll down for older ones</source>
        <translation>%1 gezeigt; ältere weiter unten</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::AllowListEditor</name>
    <message>
        <source>Search servers and tools</source>
        <translation>Server und Werkzeuge suchen</translation>
    </message>
    <message>
        <source>Allowed tools</source>
        <translation>Erlaubte Werkzeuge</translation>
    </message>
    <message>
        <source>There are no servers yet. Add a server first, then choose its tools here.</source>
        <translation>Es gibt noch keine Server. Fügen Sie zuerst einen hinzu und wählen Sie dann hier seine Werkzeuge.</translation>
    </message>
    <message>
        <source>Save allow-list</source>
        <translation>Erlaubnisliste speichern</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::AllowListModel</name>
    <message>
        <source>Asking for its tools…</source>
        <translation>Wird nach Werkzeugen gefragt …</translation>
    </message>
    <message>
        <source>Disabled: its tools are not known</source>
        <translation>Deaktiviert: Seine Werkzeuge sind nicht bekannt</translation>
    </message>
    <message>
        <source>Its tools are not known: %1</source>
        <translation>Seine Werkzeuge sind nicht bekannt: %1</translation>
    </message>
    <message>
        <source>Offers no tools</source>
        <translation>Bietet keine Werkzeuge an</translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s)</source>
        <translation>
            <numerusform>%n Werkzeug</numerusform>
            <numerusform>%n Werkzeuge</numerusform>
        </translation>
    </message>
    <message>
        <source>All tools, including future ones</source>
        <translation>Alle Werkzeuge, auch künftige</translation>
    </message>
    <message>
        <source>Whatever this server offers, now or later</source>
        <translation>Was dieser Server anbietet, jetzt oder später</translation>
    </message>
    <message>
        <source>Not offered at the moment</source>
        <translation>Zurzeit nicht angeboten</translation>
    </message>
    <message>
        <source>Checks or clears the tools that this server offers today</source>
        <translation>Wählt die heutigen Werkzeuge dieses Servers aus oder ab</translation>
    </message>
    <message>
        <source>New tools of this server are allowed as soon as they appear</source>
        <translation>Neue Werkzeuge dieses Servers sind erlaubt, sobald sie erscheinen</translation>
    </message>
    <message>
        <source>Server and tool</source>
        <translation>Server und Werkzeug</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>Its tools are not known yet</source>
        <translation>Seine Werkzeuge sind noch nicht bekannt</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::BudgetDialog</name>
    <message>
        <source>Add budget</source>
        <translation>Budget hinzufügen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Add a budget</source>
        <translation>Budget hinzufügen</translation>
    </message>
    <message>
        <source>Edit budget</source>
        <translation>Budget bearbeiten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What was used in the present window stays counted. For another owner, unit or time, add another budget.</source>
        <translation>Was im gegenwärtigen Zeitfenster verbraucht wurde, bleibt gezählt. Für einen anderen Inhaber, eine andere Einheit oder Zeit fügen Sie ein weiteres Budget hinzu.</translation>
    </message>
    <message>
        <source>A call counts against every budget of its key, team, customer, case and server. The first one without room refuses it.</source>
        <translation>Ein Aufruf zählt bei jedem Budget seines Schlüssels, Teams, Kunden, Falls und Servers. Das erste ohne Raum lehnt ihn ab.</translation>
    </message>
    <message>
        <source>There is nobody yet who could have a budget</source>
        <translation>Noch gibt es niemanden, der ein Budget haben könnte</translation>
    </message>
    <message>
        <source>Add a server or create a key first.</source>
        <translation>Fügen Sie zuerst einen Server hinzu oder erstellen Sie einen Schlüssel.</translation>
    </message>
    <message>
        <source>The budget was not saved: %1</source>
        <translation>Das Budget wurde nicht gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::BudgetForm</name>
    <message>
        <source>Calls that &amp;fail count, too</source>
        <translation>Auch &amp;fehlgeschlagene Aufrufe zählen</translation>
    </message>
    <message>
        <source>L&amp;evel</source>
        <translation>&amp;Ebene</translation>
    </message>
    <message>
        <source>&amp;Owner</source>
        <translation>&amp;Inhaber</translation>
    </message>
    <message>
        <source>What is &amp;counted</source>
        <translation>&amp;Gezählt wird</translation>
    </message>
    <message>
        <source>I&amp;n which time</source>
        <translation>I&amp;n welcher Zeit</translation>
    </message>
    <message>
        <source>Li&amp;mit</source>
        <translation>G&amp;renze</translation>
    </message>
    <message>
        <source>By the calendar</source>
        <translation>Nach dem Kalender</translation>
    </message>
    <message>
        <source>Rolling: so long before each call</source>
        <translation>Gleitend: so lange vor jedem Aufruf</translation>
    </message>
    <message>
        <source>Win&amp;dow</source>
        <translation>Zeitf&amp;enster</translation>
    </message>
    <message>
        <source>&amp;Time zone of the calendar</source>
        <translation>&amp;Zeitzone des Kalenders</translation>
    </message>
    <message>
        <source>Time zone of the calendar</source>
        <translation>Zeitzone des Kalenders</translation>
    </message>
    <message>
        <source>No warning</source>
        <translation>Keine Warnung</translation>
    </message>
    <message>
        <source>Cal&amp;led</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>W&amp;arn at</source>
        <translation>&amp;Warnen bei</translation>
    </message>
    <message>
        <source>Calls that fail count, too</source>
        <translation>Auch fehlgeschlagene Aufrufe zählen</translation>
    </message>
    <message>
        <source>Otherwise a call that fails gives back what it took.</source>
        <translation>Sonst gibt ein Aufruf, der fehlschlägt, zurück, was er genommen hat.</translation>
    </message>
    <message>
        <source>Means %1.</source>
        <translation>Das sind %1.</translation>
    </message>
    <message>
        <source>Choose whose calls it counts.</source>
        <translation>Wählen Sie, wessen Aufrufe es zählt.</translation>
    </message>
    <message>
        <source>A limit is more than nothing. To allow nothing, disable what the budget limits.</source>
        <translation>Eine Grenze ist mehr als nichts. Um nichts zu erlauben, schalten Sie ab, was das Budget begrenzt.</translation>
    </message>
    <message>
        <source>Choose a time zone of the list, such as Europe/Berlin.</source>
        <translation>Wählen Sie eine Zeitzone aus der Liste, etwa Europe/Berlin.</translation>
    </message>
    <message>
        <source>Up to 160 letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos;, beginning with a letter or digit.</source>
        <translation>Bis zu 160 Buchstaben ohne Umlaute, Ziffern, „.“, „_“ und „-“, zuerst ein Buchstabe oder eine Ziffer.</translation>
    </message>
    <message>
        <source>There is a budget of this name already: edit that one, or call this one something else.</source>
        <translation>Ein Budget dieses Namens gibt es schon: Bearbeiten Sie jenes oder nennen Sie dieses anders.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::BudgetGauge</name>
    <message>
        <source>No warning</source>
        <translation>Keine Warnung</translation>
    </message>
    <message>
        <source>Warning at %1</source>
        <translation>Warnung bei %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::BudgetPanel</name>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Earlier windows</source>
        <translation>Frühere Zeitfenster</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Zeitfenster</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Room again</source>
        <translation>Wieder Raum</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Failed calls</source>
        <translation>Fehlgeschlagene Aufrufe</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Reading them…</source>
        <translation>Sie werden gelesen…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>At %1</source>
        <translation>Bei %1</translation>
    </message>
    <message>
        <source>, given in this window</source>
        <translation>, in diesem Zeitfenster gegeben</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Zählen</translation>
    </message>
    <message>
        <source>Give back what they took</source>
        <translation>Geben zurück, was sie nahmen</translation>
    </message>
    <message>
        <source>They could not be read: %1</source>
        <translation>Sie konnten nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>None has ended yet in which something was used.</source>
        <translation>Noch ist keines zu Ende, in dem etwas verbraucht wurde.</translation>
    </message>
    <message>
        <source>As the calendar of UTC has them.</source>
        <translation>Wie der Kalender von UTC sie hat.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::BudgetsModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Room again</source>
        <translation>Wieder Raum</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::BudgetsPage</name>
    <message>
        <source>Search budgets</source>
        <translation>Budgets suchen</translation>
    </message>
    <message>
        <source>No budget fits the search.</source>
        <translation>Kein Budget passt zur Suche.</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV speichern…</translation>
    </message>
    <message>
        <source>What was used could not be read: %1</source>
        <translation>Der Verbrauch konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Remove the budget “%1”?</source>
        <translation>Das Budget „%1“ entfernen?</translation>
    </message>
    <message>
        <source>Its calls are no longer limited by it. Set again under the same name, it goes on with what was used in its window.</source>
        <translation>Es begrenzt dann keine Aufrufe mehr. Unter demselben Namen wieder angelegt, zählt es mit dem weiter, was in seinem Zeitfenster verbraucht wurde.</translation>
    </message>
    <message>
        <source>Remove budget</source>
        <translation>Budget entfernen</translation>
    </message>
    <message>
        <source>The budget could not be removed</source>
        <translation>Das Budget konnte nicht entfernt werden</translation>
    </message>
    <message>
        <source>Save these budgets as CSV</source>
        <translation>Diese Budgets als CSV speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>The file was not written</source>
        <translation>Die Datei wurde nicht geschrieben</translation>
    </message>
    <message>
        <source>No budgets yet</source>
        <translation>Noch keine Budgets</translation>
    </message>
    <message>
        <source>A budget limits how many calls, bytes, tokens, how much time or money a customer, team, key, case or server may use in a time. Calls for which there is no room are refused and recorded.</source>
        <translation>Ein Budget begrenzt, wie viele Aufrufe, Bytes und Token, wie viel Zeit oder Geld ein Kunde, Team, Schlüssel, Fall oder Server in einer Zeit verbrauchen darf. Aufrufe, für die kein Raum ist, werden abgelehnt und aufgezeichnet.</translation>
    </message>
    <message>
        <source>Add budget…</source>
        <translation>Budget hinzufügen…</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>How much may be used of what, by whom, in which time.</source>
        <translation>Wie viel wer wovon in welcher Zeit verbrauchen darf.</translation>
    </message>
    <message>
        <source>Prices…</source>
        <translation>Preise…</translation>
    </message>
    <message>
        <source>What calls cost, for budgets of cost</source>
        <translation>Was Aufrufe kosten, für Budgets der Kosten</translation>
    </message>
    <message>
        <source>Add budget</source>
        <translation>Budget hinzufügen</translation>
    </message>
    <message>
        <source>Add a budget (Ctrl+N)</source>
        <translation>Ein Budget hinzufügen (Strg+N)</translation>
    </message>
    <message>
        <source>Which budgets</source>
        <translation>Welche Budgets</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Ebenen</translation>
    </message>
    <message>
        <source>Near the limit or beyond</source>
        <translation>Nahe der Grenze oder darüber</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CallChart</name>
    <message>
        <source>Calls per minute in the last hour</source>
        <translation>Aufrufe je Minute in der letzten Stunde</translation>
    </message>
    <message>
        <source>%1 calls in the last hour, at most %2 in a minute</source>
        <translation>%1 Aufrufe in der letzten Stunde, höchstens %2 in einer Minute</translation>
    </message>
    <message>
        <source>60 minutes ago</source>
        <translation>vor 60 Minuten</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 calls, %2 minutes ago</source>
        <translation>%1 Aufrufe, vor %2 Minuten</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CallPanel</name>
    <message>
        <source>No call selected</source>
        <translation>Kein Aufruf gewählt</translation>
    </message>
    <message>
        <source>Choose a call to see what happened, who asked, and what was recorded.</source>
        <translation>Wählen Sie einen Aufruf, um zu sehen, was geschah, wer fragte und was aufgezeichnet wurde.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Record in the log</source>
        <translation>Eintrag im Protokoll</translation>
    </message>
    <message>
        <source>Recorded texts</source>
        <translation>Aufgezeichnete Texte</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Protokoll wird gelesen …</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>did not say</source>
        <translation>nannte sich nicht</translation>
    </message>
    <message>
        <source>%1 sent, %2 received</source>
        <translation>%1 gesendet, %2 empfangen</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>Nr. %1</translation>
    </message>
    <message>
        <source>No. %1, call %2</source>
        <translation>Nr. %1, Aufruf %2</translation>
    </message>
    <message>
        <source>A refused call has none.</source>
        <translation>Ein abgewiesener Aufruf hat keine.</translation>
    </message>
    <message>
        <source>Not kept for this call.</source>
        <translation>Für diesen Aufruf nicht behalten.</translation>
    </message>
    <message>
        <source>Intent, header</source>
        <translation>Absicht, Kopf</translation>
    </message>
    <message>
        <source>Intent, body</source>
        <translation>Absicht, Rumpf</translation>
    </message>
    <message>
        <source>Outcome, header</source>
        <translation>Ausgang, Kopf</translation>
    </message>
    <message>
        <source>Outcome, body</source>
        <translation>Ausgang, Rumpf</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ClientConfigDialog</name>
    <message>
        <source>Connect a client</source>
        <translation>Einen Client verbinden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Put the secret of the client&apos;s key in place of YOUR-KEY-SECRET. A secret is shown when its key is created and never again; if it is lost, create a new key.</source>
        <translation>Setzen Sie das Geheimnis des Schlüssels an die Stelle von YOUR-KEY-SECRET. Ein Geheimnis wird nur beim Erstellen des Schlüssels gezeigt; ist es verloren, erstellen Sie einen neuen Schlüssel.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ClientConfigView</name>
    <message>
        <source>Client configuration</source>
        <translation>Konfiguration des Clients</translation>
    </message>
    <message>
        <source>C&amp;lient</source>
        <translation>C&amp;lient</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CopyField</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::EditKeyDialog</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation>Schlüssel bearbeiten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeyCreatedDialog</name>
    <message>
        <source>Secret of the key</source>
        <translation>Geheimnis des Schlüssels</translation>
    </message>
    <message>
        <source>Key created</source>
        <translation>Schlüssel erstellt</translation>
    </message>
    <message>
        <source>Save to file…</source>
        <translation>In Datei speichern …</translation>
    </message>
    <message>
        <source>I have copied it</source>
        <translation>Ich habe es kopiert</translation>
    </message>
    <message>
        <source>The key “%1” is ready</source>
        <translation>Der Schlüssel „%1“ ist bereit</translation>
    </message>
    <message>
        <source>Copy its secret now. It is shown this once: Portcullis keeps only a fingerprint of it and cannot show it again.</source>
        <translation>Kopieren Sie jetzt sein Geheimnis. Es wird nur dieses eine Mal gezeigt: Portcullis behält nur einen Fingerabdruck davon und kann es nicht noch einmal zeigen.</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Einen Client verbinden</translation>
    </message>
    <message>
        <source>Save the secret to a file</source>
        <translation>Das Geheimnis in einer Datei speichern</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>Saved, readable by you only</source>
        <translation>Gespeichert, nur für Sie lesbar</translation>
    </message>
    <message>
        <source>Close without the secret?</source>
        <translation>Ohne das Geheimnis schließen?</translation>
    </message>
    <message>
        <source>It has not been copied or saved, and it cannot be shown again: the key would be of no use.</source>
        <translation>Es wurde weder kopiert noch gespeichert und kann nicht noch einmal gezeigt werden: Der Schlüssel wäre nutzlos.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeyForm</name>
    <message>
        <source>Editor on the analysis machine</source>
        <translation>Editor auf dem Auswerterechner</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>&amp;Bezeichnung</translation>
    </message>
    <message>
        <source>Which client uses it. One key for each client, so that the log tells them apart.</source>
        <translation>Welcher Client ihn benutzt. Ein Schlüssel je Client, damit das Protokoll sie unterscheidet.</translation>
    </message>
    <message>
        <source>&amp;Owner</source>
        <translation>&amp;Inhaber</translation>
    </message>
    <message>
        <source>The person who answers for what is done with it; may stay empty.</source>
        <translation>Wer dafür einsteht, was mit ihm getan wird; darf leer bleiben.</translation>
    </message>
    <message>
        <source>&amp;Valid</source>
        <translation>&amp;Gültig</translation>
    </message>
    <message>
        <source>&amp;Recorded of its calls</source>
        <translation>Von seinen Aufrufen &amp;aufgezeichnet</translation>
    </message>
    <message>
        <source>Until it is removed</source>
        <translation>Bis er entfernt wird</translation>
    </message>
    <message>
        <source>For 30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>For 90 days</source>
        <translation>90 Tage</translation>
    </message>
    <message>
        <source>For a year</source>
        <translation>Ein Jahr</translation>
    </message>
    <message>
        <source>Until a date</source>
        <translation>Bis zu einem Datum</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Last day on which the key is valid</source>
        <translation>Letzter Tag, an dem der Schlüssel gilt</translation>
    </message>
    <message>
        <source>Accept lenient &amp;clients</source>
        <translation>Na&amp;chlässige Clients annehmen</translation>
    </message>
    <message>
        <source>Answers clients that ask for JSON alone, which MCP does not allow, instead of refusing them.</source>
        <translation>Antwortet Clients, die nur JSON verlangen, was MCP nicht erlaubt, statt sie abzuweisen.</translation>
    </message>
    <message>
        <source>Accept lenient clients</source>
        <translation>Nachlässige Clients annehmen</translation>
    </message>
    <message>
        <source>Limit how &amp;fast it may call</source>
        <translation>Be&amp;grenzen, wie schnell er aufrufen darf</translation>
    </message>
    <message>
        <source>About the key</source>
        <translation>Über den Schlüssel</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Team and limits</source>
        <translation>Team und Grenzen</translation>
    </message>
    <message>
        <source>No team</source>
        <translation>Kein Team</translation>
    </message>
    <message>
        <source>No case</source>
        <translation>Kein Fall</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>Wie in den Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Team</source>
        <translation>&amp;Team</translation>
    </message>
    <message>
        <source>Ca&amp;se</source>
        <translation>&amp;Fall</translation>
    </message>
    <message>
        <source>It may be used while its team, the customer and the case are enabled and open, and for no more than the case allows.</source>
        <translation>Er gilt, solange sein Team, dessen Kunde und sein Fall aktiviert und offen sind, und nur für das, was der Fall erlaubt.</translation>
    </message>
    <message>
        <source>Calls at &amp;once</source>
        <translation>Aufrufe gleich&amp;zeitig</translation>
    </message>
    <message>
        <source>%1 (disabled)</source>
        <translation>%1 (deaktiviert)</translation>
    </message>
    <message>
        <source>%1 (closed)</source>
        <translation>%1 (abgeschlossen)</translation>
    </message>
    <message>
        <source>As the settings say (%1)</source>
        <translation>Wie in den Einstellungen (%1)</translation>
    </message>
    <message>
        <source>Binding</source>
        <translation>Bindung</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeyPanel</name>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Allowed tools</source>
        <translation>Erlaubte Werkzeuge</translation>
    </message>
    <message>
        <source>Show what a client&apos;s configuration must say</source>
        <translation>Zeigen, was in der Konfiguration eines Clients stehen muss</translation>
    </message>
    <message>
        <source>Owner: %1</source>
        <translation>Inhaber: %1</translation>
    </message>
    <message>
        <source>Created: %1</source>
        <translation>Erstellt: %1</translation>
    </message>
    <message>
        <source>Last used: %1</source>
        <translation>Zuletzt benutzt: %1</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>New secret…</source>
        <translation>Neues Geheimnis…</translation>
    </message>
    <message>
        <source>Replace the secret; the old one goes on for a time</source>
        <translation>Das Geheimnis ersetzen; das alte gilt noch eine Zeit lang</translation>
    </message>
    <message>
        <source>End it now…</source>
        <translation>Jetzt beenden…</translation>
    </message>
    <message>
        <source>Old secret works until %1</source>
        <translation>Altes Geheimnis gilt bis %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeysModel</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeysPage</name>
    <message>
        <source>Create key</source>
        <translation>Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Create a key (Ctrl+N)</source>
        <translation>Einen Schlüssel erstellen (Strg+N)</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Every client has its own key, and every key its own list of allowed tools.</source>
        <translation>Jeder Client hat seinen eigenen Schlüssel, und jeder Schlüssel seine eigene Liste erlaubter Werkzeuge.</translation>
    </message>
    <message>
        <source>No keys yet</source>
        <translation>Noch keine Schlüssel</translation>
    </message>
    <message>
        <source>A client needs a key to be let in. Create one and choose the tools it may use; everything else does not exist for it.</source>
        <translation>Ein Client braucht einen Schlüssel, um eingelassen zu werden. Erstellen Sie einen und wählen Sie die Werkzeuge, die er benutzen darf; alles andere gibt es für ihn nicht.</translation>
    </message>
    <message>
        <source>Create key…</source>
        <translation>Schlüssel erstellen …</translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>Schlüssel suchen</translation>
    </message>
    <message>
        <source>The key could not be enabled</source>
        <translation>Der Schlüssel konnte nicht aktiviert werden</translation>
    </message>
    <message>
        <source>Disable the key “%1”?</source>
        <translation>Den Schlüssel „%1“ deaktivieren?</translation>
    </message>
    <message>
        <source>Its client is turned away from now on. You can enable the key again.</source>
        <translation>Sein Client wird von jetzt an abgewiesen. Sie können den Schlüssel wieder aktivieren.</translation>
    </message>
    <message>
        <source>Disable key</source>
        <translation>Schlüssel deaktivieren</translation>
    </message>
    <message>
        <source>The key could not be disabled</source>
        <translation>Der Schlüssel konnte nicht deaktiviert werden</translation>
    </message>
    <message>
        <source>Remove the key “%1”?</source>
        <translation>Den Schlüssel „%1“ entfernen?</translation>
    </message>
    <message>
        <source>Its client is turned away at once. What was recorded stays in the audit log; the key can be brought back with “History of changes”.</source>
        <translation>Sein Client wird sofort abgewiesen. Was aufgezeichnet wurde, bleibt im Protokoll; der Schlüssel lässt sich über „Verlauf der Änderungen“ zurückholen.</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
    <message>
        <source>The key could not be removed</source>
        <translation>Der Schlüssel konnte nicht entfernt werden</translation>
    </message>
    <message>
        <source>The allow-list could not be saved</source>
        <translation>Die Erlaubnisliste konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>Save these wider rights?</source>
        <translation>Diese erweiterten Rechte speichern?</translation>
    </message>
    <message>
        <source>Save allow-list</source>
        <translation>Erlaubnisliste speichern</translation>
    </message>
    <message>
        <source>End the old secret of “%1” now?</source>
        <translation>Das alte Geheimnis von „%1“ jetzt beenden?</translation>
    </message>
    <message>
        <source>A client that still has it is turned away from now on.</source>
        <translation>Ein Client, der es noch hat, wird ab jetzt abgewiesen.</translation>
    </message>
    <message>
        <source>End old secret</source>
        <translation>Altes Geheimnis beenden</translation>
    </message>
    <message>
        <source>The old secret could not be ended</source>
        <translation>Das alte Geheimnis konnte nicht beendet werden</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::LockedView</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dieselbe</translation>
    </message>
    <message>
        <source>Ask the keyring again</source>
        <translation>Schlüsselbund erneut fragen</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>&amp;Passphrase</translation>
    </message>
    <message>
        <source>The &amp;same again</source>
        <translation>&amp;Noch einmal dieselbe</translation>
    </message>
    <message>
        <source>Choose a passphrase</source>
        <translation>Passphrase wählen</translation>
    </message>
    <message>
        <source>Portcullis is locked</source>
        <translation>Portcullis ist gesperrt</translation>
    </message>
    <message>
        <source>Protect and start</source>
        <translation>Schützen und starten</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>At least %1 characters. It protects the audit log and the stored secrets, and nobody can recover it: without it they cannot be opened again.</source>
        <translation>Mindestens %1 Zeichen. Sie schützt das Protokoll und die gespeicherten Geheimnisse, und niemand kann sie wiederherstellen: Ohne sie lassen diese sich nicht mehr öffnen.</translation>
    </message>
    <message>
        <source>If your desktop asks for the password of its keyring, answer it: Portcullis then opens by itself.</source>
        <translation>Fragt Ihr Desktop nach dem Passwort seines Schlüsselbunds, beantworten Sie dies: Portcullis öffnet sich dann von selbst.</translation>
    </message>
    <message>
        <source>Until Portcullis is unlocked, clients are turned away and nothing is called.</source>
        <translation>Bis Portcullis entsperrt ist, werden Clients abgewiesen und nichts wird aufgerufen.</translation>
    </message>
    <message>
        <source>This desktop has no keyring that could keep Portcullis&apos;s key, so you keep it: with a passphrase that you type at every start.</source>
        <translation>Dieser Desktop hat keinen Schlüsselbund, der den Schlüssel von Portcullis verwahren könnte. Also verwahren Sie ihn: mit einer Passphrase, die Sie bei jedem Start eingeben.</translation>
    </message>
    <message>
        <source>Waiting for your desktop&apos;s keyring to give the key.</source>
        <translation>Wartet darauf, dass der Schlüsselbund Ihres Desktops den Schlüssel gibt.</translation>
    </message>
    <message>
        <source>Its log and its secrets are encrypted. Enter the passphrase to open them.</source>
        <translation>Protokoll und Geheimnisse sind verschlüsselt. Geben Sie die Passphrase ein, um sie zu öffnen.</translation>
    </message>
    <message>
        <source>Portcullis cannot open its data</source>
        <translation>Portcullis kann seine Daten nicht öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Or keep Portcullis&apos;s key yourself: with a passphrase that you type at every start.</source>
        <translation>Oder verwahren Sie den Schlüssel von Portcullis selbst: mit einer Passphrase, die Sie bei jedem Start eingeben.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::MainWindow</name>
    <message>
        <source>&amp;Budgets</source>
        <translation>&amp;Budgets</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>A&amp;udit</source>
        <translation>&amp;Prüfung</translation>
    </message>
    <message>
        <source>Portcullis</source>
        <translation>Portcullis</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>Ü&amp;berblick</translation>
    </message>
    <message>
        <source>&amp;Servers</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>Sch&amp;lüssel</translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation>&amp;Aktivität</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>&amp;Neu laden</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;About Portcullis</source>
        <translation>Ü&amp;ber Portcullis</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>Check a &amp;bundle…</source>
        <translation>&amp;Bündel prüfen…</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Teams</translation>
    </message>
    <message>
        <source>T&amp;eams</source>
        <translation>T&amp;eams</translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation>&amp;Verlauf der Änderungen …</translation>
    </message>
    <message>
        <source>You have no role here</source>
        <translation>Sie haben hier keine Rolle</translation>
    </message>
    <message>
        <source>The account %1 may ask nothing of this gateway. An administrator gives out roles.</source>
        <translation>Das Konto %1 darf von diesem Gateway nichts verlangen. Ein Administrator vergibt Rollen.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::NamedValuesEditor</name>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheim</translation>
    </message>
    <message>
        <source>Kept encrypted, outside the configuration, and never shown again</source>
        <translation>Wird verschlüsselt außerhalb der Konfiguration verwahrt und nie wieder gezeigt</translation>
    </message>
    <message>
        <source>Remove this line</source>
        <translation>Diese Zeile entfernen</translation>
    </message>
    <message>
        <source>Stored. Type to replace it.</source>
        <translation>Gespeichert. Zum Ersetzen tippen.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::NewKeyDialog</name>
    <message>
        <source>Create key</source>
        <translation>Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Allowed tools</source>
        <translation>Erlaubte Werkzeuge</translation>
    </message>
    <message>
        <source>Nothing is allowed until you check it; you can change this at any time.</source>
        <translation>Nichts ist erlaubt, bis Sie es ankreuzen; Sie können das jederzeit ändern.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Give the key a label, so that you can tell it from others.</source>
        <translation>Geben Sie dem Schlüssel eine Bezeichnung, damit Sie ihn von anderen unterscheiden können.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>What runs, and what was called through this gateway.</source>
        <translation>Was läuft und was über dieses Gateway aufgerufen wurde.</translation>
    </message>
    <message>
        <source>Something must be done about the audit log</source>
        <translation>Um das Protokoll muss sich jemand kümmern</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Not listening</source>
        <translation>Nimmt nichts an</translation>
    </message>
    <message>
        <source>&amp;Endpoint for clients</source>
        <translation>&amp;Adresse für Clients</translation>
    </message>
    <message>
        <source>All servers</source>
        <translation>Alle Server</translation>
    </message>
    <message>
        <source>calls since start</source>
        <translation>Aufrufe seit dem Start</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>running now</source>
        <translation>laufen gerade</translation>
    </message>
    <message>
        <source>records in the audit log</source>
        <translation>Einträge im Protokoll</translation>
    </message>
    <message>
        <source>Calls per minute</source>
        <translation>Aufrufe je Minute</translation>
    </message>
    <message>
        <source>All refusals</source>
        <translation>Alle Abweisungen</translation>
    </message>
    <message>
        <source>Last refusals</source>
        <translation>Letzte Abweisungen</translation>
    </message>
    <message>
        <source>No servers yet</source>
        <translation>Noch keine Server</translation>
    </message>
    <message>
        <source>All servers are fine</source>
        <translation>Alle Server sind in Ordnung</translation>
    </message>
    <message>
        <source>%1 of %2 servers are down</source>
        <translation>%1 von %2 Servern sind ausgefallen</translation>
    </message>
    <message>
        <source>&amp;Accept the log as it is…</source>
        <translation>Protokoll so &amp;anerkennen…</translation>
    </message>
    <message>
        <source>Accept the audit log as it is?</source>
        <translation>Das Protokoll so anerkennen, wie es ist?</translation>
    </message>
    <message>
        <source>%1

Find out first how this came about: from now on the log counts as it is, and what was in it before cannot be shown to be missing. What was found is recorded.</source>
        <translation>%1

Klären Sie zuerst, wie es dazu kam: Von jetzt an gilt das Protokoll so, wie es ist, und was vorher darin stand, lässt sich nicht mehr als fehlend nachweisen. Was gefunden wurde, wird aufgezeichnet.</translation>
    </message>
    <message>
        <source>Accept the log</source>
        <translation>Protokoll anerkennen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::PathField</name>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>%1: browse</source>
        <translation>%1: durchsuchen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ServerDialog</name>
    <message>
        <source>&amp;Test connection</source>
        <translation>Verbindung &amp;testen</translation>
    </message>
    <message>
        <source>Add server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Edit server</source>
        <translation>Server bearbeiten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ServerForm</name>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Settings of the server</source>
        <translation>Einstellungen des Servers</translation>
    </message>
    <message>
        <source>Files of the project</source>
        <translation>Dateien des Projekts</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Short name</source>
        <translation>&amp;Kurzname</translation>
    </message>
    <message>
        <source>Part of the names of its tools, so it cannot change any more.</source>
        <translation>Teil der Namen seiner Werkzeuge und deshalb nicht mehr zu ändern.</translation>
    </message>
    <message>
        <source>Goes in front of its tools&apos; names: up to 12 small letters, digits and hyphens. It cannot be changed later.</source>
        <translation>Steht vor den Namen seiner Werkzeuge: bis zu 12 Kleinbuchstaben, Ziffern und Bindestriche. Später nicht mehr zu ändern.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>&amp;Command</source>
        <translation>&amp;Befehl</translation>
    </message>
    <message>
        <source>Program and arguments in one line. Quotes keep words together; no shell is involved.</source>
        <translation>Programm und Argumente in einer Zeile. Anführungszeichen halten Wörter zusammen; keine Shell ist beteiligt.</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>The server&apos;s MCP endpoint.</source>
        <translation>Die MCP-Adresse des Servers.</translation>
    </message>
    <message>
        <source>Old transport &amp;HTTP+SSE (deprecated)</source>
        <translation>Alter Transport &amp;HTTP+SSE (veraltet)</translation>
    </message>
    <message>
        <source>For servers that have nothing newer. Ask for a newer version of them.</source>
        <translation>Für Server, die nichts Neueres haben. Fragen Sie nach einer neueren Version.</translation>
    </message>
    <message>
        <source>&amp;Program on this computer (stdio)</source>
        <translation>&amp;Programm auf diesem Rechner (stdio)</translation>
    </message>
    <message>
        <source>&amp;Web address (HTTP)</source>
        <translation>&amp;Webadresse (HTTP)</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Choose the program</source>
        <translation>Das Programm wählen</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Add variable</source>
        <translation>Variable hinzufügen</translation>
    </message>
    <message>
        <source>The program gets a small, safe environment. Add the variables it needs besides, such as a token.</source>
        <translation>Das Programm bekommt eine kleine, sichere Umgebung. Fügen Sie hinzu, was es außerdem braucht, etwa ein Token.</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Add header</source>
        <translation>Kopfzeile hinzufügen</translation>
    </message>
    <message>
        <source>Headers that go with every request, such as Authorization with a token.</source>
        <translation>Kopfzeilen, die mit jeder Anfrage gehen, etwa Authorization mit einem Token.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>The command ends inside quotes or after a backslash: close the quotes.</source>
        <translation>Der Befehl endet innerhalb von Anführungszeichen oder nach einem Rückstrich: Schließen Sie die Anführungszeichen.</translation>
    </message>
    <message>
        <source>Find out by itself</source>
        <translation>Selbst herausfinden</translation>
    </message>
    <message>
        <source>Sessions (up to 2025-11-25)</source>
        <translation>Mit Sitzung (bis 2025-11-25)</translation>
    </message>
    <message>
        <source>Stateless (2026-07-28 and later)</source>
        <translation>Ohne Sitzung (ab 2026-07-28)</translation>
    </message>
    <message>
        <source>&amp;Protocol</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>Working &amp;folder</source>
        <translation>Arbeits&amp;ordner</translation>
    </message>
    <message>
        <source>Empty for your home folder.</source>
        <translation>Leer für Ihren Persönlichen Ordner.</translation>
    </message>
    <message>
        <source>Everything sent, secrets included, can then be read on the network.</source>
        <translation>Alles Gesendete, auch Geheimnisse, lässt sich dann im Netz mitlesen.</translation>
    </message>
    <message>
        <source>&amp;Recorded of its calls</source>
        <translation>Von seinen Aufrufen &amp;aufgezeichnet</translation>
    </message>
    <message>
        <source>That a call happened, and its fingerprints, is recorded in any case.</source>
        <translation>Dass es einen Aufruf gab, und seine Fingerabdrücke, wird in jedem Fall aufgezeichnet.</translation>
    </message>
    <message>
        <source> seconds</source>
        <translation> Sekunden</translation>
    </message>
    <message>
        <source>Calls at &amp;once</source>
        <translation>Aufrufe &amp;zugleich</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Start and stop</source>
        <translation>Start und Ende</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Protocol and recording</source>
        <translation>Protokoll und Aufzeichnung</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>With the gateway</source>
        <translation>Mit Portcullis</translation>
    </message>
    <message>
        <source>By the first call</source>
        <translation>Mit dem ersten Aufruf</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> Minuten</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>&amp;Started</source>
        <translation>Ge&amp;startet</translation>
    </message>
    <message>
        <source>Until a server is started by a call, its tools are known from the last time.</source>
        <translation>Bis ein Aufruf den Server startet, sind seine Werkzeuge vom letzten Mal bekannt.</translation>
    </message>
    <message>
        <source>Stop when &amp;idle for</source>
        <translation>&amp;Beenden, wenn unbenutzt seit</translation>
    </message>
    <message>
        <source>0 for never. The next call starts it again.</source>
        <translation>0 für nie. Der nächste Aufruf startet ihn wieder.</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>alle Clients</translation>
    </message>
    <message>
        <source>Each key</source>
        <translation>jeden Schlüssel</translation>
    </message>
    <message>
        <source>Each session</source>
        <translation>jede Sitzung</translation>
    </message>
    <message>
        <source>One runnin&amp;g for</source>
        <translation>Läuft &amp;je einmal für</translation>
    </message>
    <message>
        <source>A server that remembers its client between calls, or asks it back, needs one for each key or session.</source>
        <translation>Ein Server, der sich zwischen Aufrufen etwas von seinem Client merkt oder bei ihm rückfragt, muss für jeden Schlüssel oder jede Sitzung einzeln laufen.</translation>
    </message>
    <message>
        <source>One person &amp;uses it</source>
        <translation>&amp;Nur eine Person benutzt ihn</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>It may ask clients</source>
        <translation>Er darf Clients fragen</translation>
    </message>
    <message>
        <source>To fill in a form</source>
        <translation>Nach einem ausgefüllten Formular</translation>
    </message>
    <message>
        <source>To open a web address</source>
        <translation>Nach dem Öffnen einer Webadresse</translation>
    </message>
    <message>
        <source>What their model says</source>
        <translation>Was ihr Modell sagt</translation>
    </message>
    <message>
        <source>Which folders they use</source>
        <translation>Welche Ordner sie benutzen</translation>
    </message>
    <message>
        <source>As far as they let themselves be asked. What is off is not offered to it.</source>
        <translation>Soweit sie sich fragen lassen. Was aus ist, wird ihm nicht angeboten.</translation>
    </message>
    <message>
        <source>Lets the server ask its user to sign in at a web page. Everybody who shares it would act as that person.</source>
        <translation>Lässt den Server zur Anmeldung auf einer Webseite auffordern. Alle, die ihn gemeinsam benutzen, würden als diese Person handeln.</translation>
    </message>
    <message>
        <source>Folders it may &amp;know</source>
        <translation>Ordner, die er &amp;kennen darf</translation>
    </message>
    <message>
        <source>One a line. Told to the server when it asks for roots and the client names none.</source>
        <translation>Einer je Zeile. Der Server erfährt sie, wenn er nach Wurzelordnern fragt und der Client keine nennt.</translation>
    </message>
    <message>
        <source>Leave &amp;web links alone</source>
        <translation>&amp;Weblinks unverändert lassen</translation>
    </message>
    <message>
        <source>Links in results</source>
        <translation>Links in Ergebnissen</translation>
    </message>
    <message>
        <source>Clients may fetch https addresses themselves then. Otherwise they read them through the gateway.</source>
        <translation>Clients können https-Adressen dann selbst abrufen. Sonst lesen sie sie durch das Gateway.</translation>
    </message>
    <message>
        <source>Working folder</source>
        <translation>Arbeitsordner</translation>
    </message>
    <message>
        <source>Mark them; they stay usable</source>
        <translation>Markieren; sie bleiben benutzbar</translation>
    </message>
    <message>
        <source>Hold them back until you approve them</source>
        <translation>Zurückhalten, bis Sie sie genehmigen</translation>
    </message>
    <message>
        <source>Too&amp;ls that change</source>
        <translation>&amp;Werkzeuge, die sich ändern</translation>
    </message>
    <message>
        <source>A server can change what a tool does after you allowed it. Held back means: it does not exist for anybody until you approve the change.</source>
        <translation>Ein Server kann ändern, was ein Werkzeug tut, nachdem Sie es erlaubt haben. Zurückgehalten heißt: Es existiert für niemanden, bis Sie die Änderung genehmigen.</translation>
    </message>
    <message>
        <source>Time li&amp;mit of a call</source>
        <translation>F&amp;rist für einen Aufruf</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Trusted authority</source>
        <translation>Vertraute Stelle</translation>
    </message>
    <message>
        <source>Trusted &amp;authority</source>
        <translation>Vertr&amp;aute Stelle</translation>
    </message>
    <message>
        <source>PEM file with the authority to trust instead of the system&apos;s. Usually empty.</source>
        <translation>PEM-Datei mit der Zertifizierungsstelle, der statt denen des Systems vertraut wird. Meist leer.</translation>
    </message>
    <message>
        <source>Allow &amp;unencrypted HTTP to another computer</source>
        <translation>&amp;Unverschlüsseltes HTTP zu einem anderen Rechner erlauben</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Reached &amp;through</source>
        <translation>&amp;Erreicht über</translation>
    </message>
    <message>
        <source>The system&apos;s proxy is what https_proxy, http_proxy and no_proxy say. This computer itself is never reached through a proxy.</source>
        <translation>Der Proxy des Systems ist, was https_proxy, http_proxy und no_proxy sagen. Dieser Rechner selbst wird nie über einen Proxy erreicht.</translation>
    </message>
    <message>
        <source>Certificate file</source>
        <translation>Zertifikatsdatei</translation>
    </message>
    <message>
        <source>&amp;Certificate file</source>
        <translation>&amp;Zertifikatsdatei</translation>
    </message>
    <message>
        <source>Shown to a server that asks who is calling. PEM, with its chain; else empty.</source>
        <translation>Wird einem Server gezeigt, der fragt, wer anruft. PEM, mit Kette; sonst leer.</translation>
    </message>
    <message>
        <source>Private key file</source>
        <translation>Datei des privaten Schlüssels</translation>
    </message>
    <message>
        <source>Private &amp;key file</source>
        <translation>Datei des privaten Sch&amp;lüssels</translation>
    </message>
    <message>
        <source>Passphrase of the private key</source>
        <translation>Passphrase des privaten Schlüssels</translation>
    </message>
    <message>
        <source>Pass&amp;phrase of the private key</source>
        <translation>Pass&amp;phrase des privaten Schlüssels</translation>
    </message>
    <message>
        <source>Only when the key file is encrypted. Kept encrypted, outside the configuration, and never shown again.</source>
        <translation>Nur, wenn die Schlüsseldatei verschlüsselt ist. Wird verschlüsselt außerhalb der Konfiguration verwahrt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>The system&apos;s proxy</source>
        <translation>Der Proxy des Systems</translation>
    </message>
    <message>
        <source>No proxy</source>
        <translation>Kein Proxy</translation>
    </message>
    <message>
        <source>This proxy:</source>
        <translation>Dieser Proxy:</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse des Proxys</translation>
    </message>
    <message>
        <source>Limit how fast all keys together ma&amp;y call it</source>
        <translation>Begrenzen, wie schnell alle Schl&amp;üssel zusammen ihn aufrufen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ServerPanel</name>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Reached by</source>
        <translation>Erreichbar über</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>Software</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgezeichnet</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Last error: %1</source>
        <translation>Letzter Fehler: %1</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>%1, over HTTP+SSE (deprecated)</source>
        <translation>%1, über HTTP+SSE (veraltet)</translation>
    </message>
    <message>
        <source>%1 calls running, %2 restarts since start</source>
        <translation>%1 laufende Aufrufe, %2 Neustarts seit dem Start</translation>
    </message>
    <message>
        <source>A disabled server is not asked for its tools.</source>
        <translation>Ein deaktivierter Server wird nicht nach seinen Werkzeugen gefragt.</translation>
    </message>
    <message>
        <source>The tools are not known: %1</source>
        <translation>Die Werkzeuge sind nicht bekannt: %1</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>Regeln…</translation>
    </message>
    <message>
        <source>What may be used of it at all, whatever keys allow</source>
        <translation>Was von ihm überhaupt benutzt werden darf, was auch immer Schlüssel erlauben</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ServersModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ServersPage</name>
    <message numerus="yes">
        <source>%n call(s) are running on it and end with an error.</source>
        <translation>
            <numerusform>%n Aufruf läuft dort und endet mit einem Fehler.</numerusform>
            <numerusform>%n Aufrufe laufen dort und enden mit einem Fehler.</numerusform>
        </translation>
    </message>
    <message>
        <source>Disable the server “%1”?</source>
        <translation>Den Server „%1“ deaktivieren?</translation>
    </message>
    <message>
        <source>Disable server</source>
        <translation>Server deaktivieren</translation>
    </message>
    <message>
        <source>Restart the server “%1”?</source>
        <translation>Den Server „%1“ neu starten?</translation>
    </message>
    <message>
        <source>Restart server</source>
        <translation>Server neu starten</translation>
    </message>
    <message>
        <source>Add server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Add a server (Ctrl+N)</source>
        <translation>Einen Server hinzufügen (Strg+N)</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>The MCP servers whose tools Portcullis hands on to your clients.</source>
        <translation>Die MCP-Server, deren Werkzeuge Portcullis an Ihre Clients weitergibt.</translation>
    </message>
    <message>
        <source>No servers yet</source>
        <translation>Noch keine Server</translation>
    </message>
    <message>
        <source>Add the first MCP server: a program on this computer that speaks on its standard streams, or a web address. You can try the connection before you save it.</source>
        <translation>Fügen Sie den ersten MCP-Server hinzu: ein Programm auf diesem Rechner, das über seine Standardströme spricht, oder eine Webadresse. Sie können die Verbindung ausprobieren, bevor Sie sie speichern.</translation>
    </message>
    <message>
        <source>Add server…</source>
        <translation>Server hinzufügen …</translation>
    </message>
    <message>
        <source>Search servers</source>
        <translation>Server suchen</translation>
    </message>
    <message>
        <source>The server could not be enabled</source>
        <translation>Der Server konnte nicht aktiviert werden</translation>
    </message>
    <message>
        <source>The server could not be disabled</source>
        <translation>Der Server konnte nicht deaktiviert werden</translation>
    </message>
    <message>
        <source>The server could not be restarted</source>
        <translation>Der Server konnte nicht neu gestartet werden</translation>
    </message>
    <message>
        <source>Its settings and stored secrets are deleted, and running calls end.</source>
        <translation>Seine Einstellungen und gespeicherten Geheimnisse werden gelöscht, und laufende Aufrufe enden.</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) allow its tools and lose them.</source>
        <translation>
            <numerusform>Ein Schlüssel erlaubt seine Werkzeuge und verliert sie.</numerusform>
            <numerusform>%n Schlüssel erlauben seine Werkzeuge und verlieren sie.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove the server “%1”?</source>
        <translation>Den Server „%1“ entfernen?</translation>
    </message>
    <message>
        <source>Remove server</source>
        <translation>Server entfernen</translation>
    </message>
    <message>
        <source>The server could not be removed</source>
        <translation>Der Server konnte nicht entfernt werden</translation>
    </message>
    <message>
        <source>The change could not be approved</source>
        <translation>Die Änderung konnte nicht genehmigt werden</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::SettingsDialog</name>
    <message>
        <source>Keep less of the log?</source>
        <translation>Weniger vom Protokoll behalten?</translation>
    </message>
    <message>
        <source>What is older than you say now is removed within the hour, and can never be read again: not here, and not in copies of the log.</source>
        <translation>Was älter ist, als Sie nun angeben, wird binnen einer Stunde entfernt und kann nie wieder gelesen werden: weder hier noch in Kopien des Protokolls.</translation>
    </message>
    <message>
        <source>Keep less</source>
        <translation>Weniger behalten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Restore &amp;defaults</source>
        <translation>&amp;Vorgaben wiederherstellen</translation>
    </message>
    <message>
        <source>Fills the fields of this tab with what they are at first; Save makes it so</source>
        <translation>Füllt die Felder dieses Reiters mit ihren Anfangswerten; gültig werden sie mit Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change who may do what?</source>
        <translation>Ändern, wer was darf?</translation>
    </message>
    <message>
        <source>From then on every account may do what its role says, and no more. Your own role of administrator is not taken from you here.</source>
        <translation>Von da an darf jedes Konto, was seine Rolle sagt, und nicht mehr. Ihre eigene Rolle als Administrator wird Ihnen hier nicht genommen.</translation>
    </message>
    <message>
        <source>Change roles</source>
        <translation>Rollen ändern</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::SettingsForm</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Settings of the gateway</source>
        <translation>Einstellungen von Portcullis</translation>
    </message>
    <message>
        <source>Endpoint for clients</source>
        <translation>Adresse für Clients</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Names of tools</source>
        <translation>Namen der Werkzeuge</translation>
    </message>
    <message>
        <source>Any free one</source>
        <translation>Ein freier</translation>
    </message>
    <message>
        <source>&amp;Old transport HTTP+SSE for old clients (deprecated)</source>
        <translation>Alter Transport HTTP+SSE für alte &amp;Clients (veraltet)</translation>
    </message>
    <message>
        <source>At /sse instead of /mcp, with the same keys. Leave it off unless a client needs it.</source>
        <translation>Unter /sse statt /mcp, mit denselben Schlüsseln. Schalten Sie ihn nur ein, wenn ein Client ihn braucht.</translation>
    </message>
    <message>
        <source>Serve requests that name no sess&amp;ion</source>
        <translation>Anfragen ohne Angabe der S&amp;itzung bedienen</translation>
    </message>
    <message>
        <source>Some clients forget their session in calls of tools. Those work without one; nothing can be asked or told on the way.</source>
        <translation>Manche Clients vergessen ihre Sitzung beim Aufruf von Werkzeugen. Das geht auch ohne; unterwegs kann dann nichts gefragt oder gemeldet werden.</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>Of this computer: 127.0.0.1 or ::1. No other computer can connect.</source>
        <translation>Von diesem Rechner: 127.0.0.1 oder ::1. Kein anderer Rechner kann sich verbinden.</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>&amp;Port</translation>
    </message>
    <message>
        <source>1 to 65535; 0 for any free one.</source>
        <translation>1 bis 65535; 0 für einen freien.</translation>
    </message>
    <message>
        <source>&amp;Strict: each record is on the disk before anything goes on</source>
        <translation>&amp;Streng: Jeder Eintrag ist auf der Platte, bevor es weitergeht</translation>
    </message>
    <message>
        <source>Nothing recorded is lost, even when the power fails. Calls wait for the disk.</source>
        <translation>Nichts Aufgezeichnetes geht verloren, auch nicht bei Stromausfall. Aufrufe warten auf die Platte.</translation>
    </message>
    <message>
        <source>S&amp;tandard: the disk follows at once</source>
        <translation>S&amp;tandard: Die Platte folgt sogleich</translation>
    </message>
    <message>
        <source>Faster. When Portcullis crashes nothing is lost; when the computer does, the last 50 milliseconds may be.</source>
        <translation>Schneller. Stürzt Portcullis ab, geht nichts verloren; stürzt der Rechner ab, vielleicht die letzten 50 Millisekunden.</translation>
    </message>
    <message>
        <source>Put the server&apos;s &amp;short name in front</source>
        <translation>Den &amp;Kurznamen des Servers voranstellen</translation>
    </message>
    <message>
        <source>files__read_file instead of read_file. Without it, a name that two servers use gets an ending that tells them apart.</source>
        <translation>files__read_file statt read_file. Ohne ihn bekommt ein Name, den zwei Server verwenden, eine Endung, die sie unterscheidet.</translation>
    </message>
    <message>
        <source> characters</source>
        <translation> Zeichen</translation>
    </message>
    <message>
        <source>&amp;Longest name</source>
        <translation>&amp;Längster Name</translation>
    </message>
    <message>
        <source>32 to 128. Many clients put their own words in front and take at most 64 in all; the default, 46, leaves room for them. A longer name is cut, with an ending that keeps it apart.</source>
        <translation>32 bis 128. Viele Clients stellen eigene Wörter voran und nehmen insgesamt höchstens 64; die Vorgabe 46 lässt Platz dafür. Ein längerer Name wird gekürzt, mit einer Endung, die ihn eindeutig hält.</translation>
    </message>
    <message>
        <source>What one client, or all of them, can take of this computer. The limits of servers are among the settings of each server.</source>
        <translation>Was ein Client, oder alle zusammen, von diesem Rechner beanspruchen können. Die Grenzen für Server stehen in den Einstellungen jedes Servers.</translation>
    </message>
    <message>
        <source>Takes effect at the next start of Portcullis</source>
        <translation>Gilt ab dem nächsten Start von Portcullis</translation>
    </message>
    <message>
        <source>The configurations of your clients must name the new address then.</source>
        <translation>Die Konfigurationen Ihrer Clients müssen dann die neue Adresse nennen.</translation>
    </message>
    <message>
        <source>Give an address of this computer, such as 127.0.0.1 or ::1.</source>
        <translation>Geben Sie eine Adresse dieses Rechners an, etwa 127.0.0.1 oder ::1.</translation>
    </message>
    <message>
        <source>How long the log keeps what it knows</source>
        <translation>Wie lange das Protokoll behält, was es weiß</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>Für immer</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>Ar&amp;guments and results</source>
        <translation>Ar&amp;gumente und Ergebnisse</translation>
    </message>
    <message>
        <source>0 for ever. What is older can never be read again.</source>
        <translation>0: für immer. Was älter ist, kann nie wieder gelesen werden.</translation>
    </message>
    <message>
        <source>&amp;Who called, and why</source>
        <translation>&amp;Wer aufrief, und warum</translation>
    </message>
    <message>
        <source>0 for ever. Arguments and results go along with it.</source>
        <translation>0: für immer. Argumente und Ergebnisse gehen mit.</translation>
    </message>
    <message>
        <source>That there was a call, when, and of which tool, stays in any case. What is on legal hold stays as it is.</source>
        <translation>Dass es einen Aufruf gab, wann und von welchem Werkzeug, bleibt in jedem Fall. Was einer Aufbewahrungspflicht unterliegt, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>&amp;Receipts: each result tells its place in the log</source>
        <translation>&amp;Quittungen: jedes Ergebnis nennt seine Stelle im Protokoll</translation>
    </message>
    <message>
        <source>A client that keeps them can show later that a record was removed. Models do not see them.</source>
        <translation>Ein Client, der sie aufbewahrt, kann später zeigen, dass ein Eintrag entfernt wurde. Modelle sehen sie nicht.</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::SetupGuide</name>
    <message>
        <source>Add a server</source>
        <translation>Einen Server hinzufügen</translation>
    </message>
    <message>
        <source>Tell Portcullis which MCP server to stand in front of: a program on this computer, or a web address.</source>
        <translation>Sagen Sie Portcullis, vor welchem MCP-Server es stehen soll: ein Programm auf diesem Rechner oder eine Webadresse.</translation>
    </message>
    <message>
        <source>Add server…</source>
        <translation>Server hinzufügen …</translation>
    </message>
    <message>
        <source>Create a key</source>
        <translation>Einen Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Every client gets a key of its own, and you choose which tools it may use. Nothing is allowed until you allow it.</source>
        <translation>Jeder Client bekommt einen eigenen Schlüssel, und Sie wählen, welche Werkzeuge er benutzen darf. Nichts ist erlaubt, bis Sie es erlauben.</translation>
    </message>
    <message>
        <source>Create key…</source>
        <translation>Schlüssel erstellen …</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Einen Client verbinden</translation>
    </message>
    <message>
        <source>Copy the configuration into your client and let it connect. This guide goes away when the first request arrives.</source>
        <translation>Kopieren Sie die Konfiguration in Ihren Client und lassen Sie ihn sich verbinden. Diese Anleitung verschwindet mit der ersten Anfrage.</translation>
    </message>
    <message>
        <source>Show configuration…</source>
        <translation>Konfiguration zeigen …</translation>
    </message>
    <message>
        <source>Three steps to a working connection</source>
        <translation>Drei Schritte zu einer funktionierenden Verbindung</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::StepMark</name>
    <message>
        <source>Step %1, done</source>
        <translation>Schritt %1, erledigt</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::StoredSecretField</name>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>The stored one is forgotten when you save</source>
        <translation>Das gespeicherte Geheimnis wird beim Speichern vergessen</translation>
    </message>
    <message>
        <source>%1: leave out</source>
        <translation>%1: weglassen</translation>
    </message>
    <message>
        <source>Stored. Type to replace it.</source>
        <translation>Gespeichert. Zum Ersetzen tippen.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::TestResultView</name>
    <message>
        <source>Notes and messages of the server</source>
        <translation>Hinweise und Meldungen des Servers</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Starting the server and asking for its tools.</source>
        <translation>Der Server wird gestartet und nach seinen Werkzeugen gefragt.</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>Der Server</translation>
    </message>
    <message>
        <source>The connection works</source>
        <translation>Die Verbindung funktioniert</translation>
    </message>
    <message numerus="yes">
        <source>%1 speaks %2 and offers %n tool(s).</source>
        <translation>
            <numerusform>%1 spricht %2 und bietet ein Werkzeug an.</numerusform>
            <numerusform>%1 spricht %2 und bietet %n Werkzeuge an.</numerusform>
        </translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ToolDialog</name>
    <message>
        <source>&amp;Replace its description</source>
        <translation>Beschreibung e&amp;rsetzen</translation>
    </message>
    <message>
        <source>&amp;Hide it from every client</source>
        <translation>&amp;Vor allen Clients verbergen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Show a tool as…</source>
        <translation>Werkzeug zeigen als …</translation>
    </message>
    <message>
        <source>As its &amp;server shows it</source>
        <translation>Wie sein &amp;Server es zeigt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Allow-lists and the audit log keep knowing it by this name, whatever clients see.</source>
        <translation>Erlaubnislisten und Protokoll kennen es weiter unter diesem Namen, was auch immer Clients sehen.</translation>
    </message>
    <message>
        <source>Description for clients</source>
        <translation>Beschreibung für Clients</translation>
    </message>
    <message>
        <source>&amp;Name for clients</source>
        <translation>&amp;Name für Clients</translation>
    </message>
    <message>
        <source>Empty for the tool&apos;s own name.</source>
        <translation>Leer für den eigenen Namen des Werkzeugs.</translation>
    </message>
    <message>
        <source>It is in no list, and a call of it is refused, whatever allow-lists say.</source>
        <translation>Es steht in keiner Liste, und ein Aufruf wird abgewiesen, was auch immer Erlaubnislisten sagen.</translation>
    </message>
    <message>
        <source>Re&amp;corded of its calls</source>
        <translation>Von seinen Aufrufen auf&amp;gezeichnet</translation>
    </message>
    <message>
        <source>What server and key say counts as well: the least of it is kept.</source>
        <translation>Was Server und Schlüssel sagen, gilt ebenfalls: Behalten wird das Wenigste davon.</translation>
    </message>
    <message>
        <source>Use at most 128 of the characters A–Z, a–z, 0–9, _, - and .</source>
        <translation>Verwenden Sie höchstens 128 der Zeichen A–Z, a–z, 0–9, _, - und .</translation>
    </message>
    <message>
        <source>This tool can only be shown as its server shows it: its own name is too long or holds characters that cannot be printed, or too many other tools of this server are shown differently.</source>
        <translation>Dieses Werkzeug kann nur so gezeigt werden, wie sein Server es zeigt: Sein eigener Name ist zu lang oder enthält nicht druckbare Zeichen, oder zu viele andere Werkzeuge dieses Servers werden schon anders gezeigt.</translation>
    </message>
    <message>
        <source>Use at most 32 KiB of text.</source>
        <translation>Verwenden Sie höchstens 32 KiB Text.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ToolsView</name>
    <message>
        <source>Tools of the server</source>
        <translation>Werkzeuge des Servers</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>This server offers no tools.</source>
        <translation>Dieser Server bietet keine Werkzeuge an.</translation>
    </message>
    <message>
        <source>Name for clients: %1</source>
        <translation>Name für Clients: %1</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>Genehmigen …</translation>
    </message>
    <message>
        <source>Accept the selected tool as it is now</source>
        <translation>Das ausgewählte Werkzeug in seinem jetzigen Stand annehmen</translation>
    </message>
    <message>
        <source>Show as…</source>
        <translation>Zeigen als …</translation>
    </message>
    <message>
        <source>Give the selected tool another name or description, or hide it</source>
        <translation>Dem ausgewählten Werkzeug einen anderen Namen oder eine andere Beschreibung geben, oder es verbergen</translation>
    </message>
    <message>
        <source>Approve all…</source>
        <translation>Alle genehmigen …</translation>
    </message>
    <message>
        <source>&amp;Show as…</source>
        <translation>&amp;Zeigen als …</translation>
    </message>
    <message>
        <source>&amp;Approve…</source>
        <translation>&amp;Genehmigen …</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::AuditFilterBar</name>
    <message>
        <source>Search tools, clients, keys, servers; a record or call id</source>
        <translation>Werkzeuge, Clients, Schlüssel, Server suchen; Nummer eines Eintrags oder Aufrufs</translation>
    </message>
    <message>
        <source>Which records</source>
        <translation>Welche Einträge</translation>
    </message>
    <message>
        <source>Records of which key</source>
        <translation>Einträge welches Schlüssels</translation>
    </message>
    <message>
        <source>Records of which server</source>
        <translation>Einträge welches Servers</translation>
    </message>
    <message>
        <source>Records of which tool</source>
        <translation>Einträge welches Werkzeugs</translation>
    </message>
    <message>
        <source>Records of which outcome</source>
        <translation>Einträge mit welchem Ausgang</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>Abweisungen</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Sign-offs</source>
        <translation>Abzeichnungen</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Schlüssel</translation>
    </message>
    <message>
        <source>All servers</source>
        <translation>Alle Server</translation>
    </message>
    <message>
        <source>All tools</source>
        <translation>Alle Werkzeuge</translation>
    </message>
    <message>
        <source>All outcomes</source>
        <translation>Alle Ausgänge</translation>
    </message>
    <message>
        <source>F&amp;rom</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Records of which case</source>
        <translation>Einträge welches Falls</translation>
    </message>
    <message>
        <source>All cases</source>
        <translation>Alle Fälle</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::AuditModel</name>
    <message>
        <source>Sorted by two digits; of equal ones the newest comes first. Records without a duration are left out then.</source>
        <translation>Nach zwei Stellen sortiert; von gleichen kommt der neueste zuerst. Einträge ohne Dauer bleiben dann weg.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Eintrag</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::AuditPage</name>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>Nothing is recorded yet</source>
        <translation>Noch ist nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>Every call, every refusal and every change of the configuration will stand here, signed and in order.</source>
        <translation>Jeder Aufruf, jede Abweisung und jede Änderung der Konfiguration wird hier stehen, signiert und der Reihe nach.</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Search the whole log, examine it, and sign off what you have examined.</source>
        <translation>Durchsuchen Sie das ganze Protokoll, prüfen Sie es, und zeichnen Sie ab, was Sie geprüft haben.</translation>
    </message>
    <message>
        <source>Records of the log</source>
        <translation>Einträge des Protokolls</translation>
    </message>
    <message>
        <source>Rows written</source>
        <translation>Geschriebene Zeilen</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV speichern…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The log could not be read</source>
        <translation>Das Protokoll konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>The log could not be opened</source>
        <translation>Das Protokoll konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen…</translation>
    </message>
    <message>
        <source>Nothing matches this filter.</source>
        <translation>Nichts passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>%1 of %2 records</source>
        <translation>%1 von %2 Einträgen</translation>
    </message>
    <message>
        <source>the newest %1 are being sorted in</source>
        <translation>die neuesten %1 werden gerade eingeordnet</translation>
    </message>
    <message>
        <source>Save these records as CSV</source>
        <translation>Diese Einträge als CSV speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>The file was not written</source>
        <translation>Die Datei wurde nicht geschrieben</translation>
    </message>
    <message>
        <source>&amp;Sign off…</source>
        <translation>Ab&amp;zeichnen…</translation>
    </message>
    <message>
        <source>Check the &amp;log…</source>
        <translation>&amp;Protokoll prüfen…</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Chec&amp;kpoint…</source>
        <translation>Prüfp&amp;unkt…</translation>
    </message>
    <message>
        <source>&amp;Retention</source>
        <translation>A&amp;ufbewahrung</translation>
    </message>
    <message>
        <source>This log is read elsewhere</source>
        <translation>Dieses Protokoll wird anderswo gelesen</translation>
    </message>
    <message>
        <source>The gateway runs as another account and keeps its log, and the key to it, to itself. Export a bundle through it: that can be read, and checked here with Check a bundle.</source>
        <translation>Das Gateway läuft unter einem anderen Konto und behält sein Protokoll und dessen Schlüssel für sich. Exportieren Sie ein Bündel: Das kann gelesen und hier mit „Bündel prüfen“ geprüft werden.</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Noch keine Aufrufe</translation>
    </message>
    <message>
        <source>Calls will stand here, the newest first. What was changed and checked so far is recorded as well.</source>
        <translation>Hier werden Aufrufe stehen, die neuesten zuerst. Was bisher geändert und geprüft wurde, ist ebenfalls aufgezeichnet.</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CipherDriver</name>
    <message>
        <source>This driver opens no files: it is given an open connection.</source>
        <translation>Dieser Treiber öffnet keine Dateien: Er bekommt eine offene Verbindung.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RecordPanel</name>
    <message>
        <source>No record selected</source>
        <translation>Kein Eintrag ausgewählt</translation>
    </message>
    <message>
        <source>Choose a record to see who asked, what was decided and what came of it.</source>
        <translation>Wählen Sie einen Eintrag, um zu sehen, wer gefragt hat, was entschieden wurde und was daraus wurde.</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Beweis</translation>
    </message>
    <message>
        <source>Record in the log</source>
        <translation>Eintrag im Protokoll</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen…</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>Sprachmodell</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Was er sagt</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Hold this call…</source>
        <translation>Aufruf aufbewahren …</translation>
    </message>
    <message>
        <source>Erase its contents…</source>
        <translation>Inhalte löschen …</translation>
    </message>
    <message>
        <source>Whether it is on legal hold could not be read.</source>
        <translation>Ob er einer Aufbewahrungspflicht unterliegt, konnte nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::SignOffDialog</name>
    <message>
        <source>Sign off</source>
        <translation>Abzeichnen</translation>
    </message>
    <message>
        <source>Sign off a review</source>
        <translation>Eine Prüfung abzeichnen</translation>
    </message>
    <message>
        <source>Nothing to object to</source>
        <translation>Nichts zu beanstanden</translation>
    </message>
    <message>
        <source>Something must be looked into</source>
        <translation>Etwas ist zu klären</translation>
    </message>
    <message>
        <source>&amp;First record</source>
        <translation>&amp;Erster Eintrag</translation>
    </message>
    <message>
        <source>&amp;Last record</source>
        <translation>&amp;Letzter Eintrag</translation>
    </message>
    <message>
        <source>&amp;Result</source>
        <translation>E&amp;rgebnis</translation>
    </message>
    <message>
        <source>&amp;Comment</source>
        <translation>&amp;Kommentar</translation>
    </message>
    <message>
        <source>What was examined, and how. It stands in the log and in bundles, with your records.</source>
        <translation>Was geprüft wurde, und wie. Es steht im Protokoll und in Bündeln, bei Ihren Einträgen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Say what must be looked into.</source>
        <translation>Sagen Sie, was zu klären ist.</translation>
    </message>
    <message>
        <source>Too long; say it in %1 letters.</source>
        <translation>Zu lang; sagen Sie es mit %1 Buchstaben.</translation>
    </message>
    <message>
        <source>The last record stands before the first one.</source>
        <translation>Der letzte Eintrag steht vor dem ersten.</translation>
    </message>
    <message>
        <source>The review was not recorded</source>
        <translation>Die Prüfung wurde nicht aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Call begun</source>
        <translation>Aufruf begonnen</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Refused call</source>
        <translation>Abgewiesener Aufruf</translation>
    </message>
    <message>
        <source>Call without end</source>
        <translation>Aufruf ohne Ende</translation>
    </message>
    <message>
        <source>Refused request</source>
        <translation>Abgewiesene Anfrage</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Sign-off</source>
        <translation>Abzeichnung</translation>
    </message>
    <message>
        <source>Alarm of the log</source>
        <translation>Alarm des Protokolls</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Erasure</source>
        <translation>Löschung</translation>
    </message>
    <message>
        <source>Old records removed</source>
        <translation>Altes entfernt</translation>
    </message>
    <message>
        <source>Legal hold</source>
        <translation>Aufbewahrungspflicht</translation>
    </message>
    <message>
        <source>State of budgets</source>
        <translation>Stand der Budgets</translation>
    </message>
    <message>
        <source>Legal hold released</source>
        <translation>Aufbewahrungspflicht beendet</translation>
    </message>
    <message>
        <source>Check of the log</source>
        <translation>Prüfung des Protokolls</translation>
    </message>
    <message>
        <source>Clock was set</source>
        <translation>Uhr wurde gestellt</translation>
    </message>
    <message>
        <source>No new calls taken</source>
        <translation>Keine neuen Aufrufe angenommen</translation>
    </message>
    <message>
        <source>Calls taken again</source>
        <translation>Aufrufe wieder angenommen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CheckLogDialog</name>
    <message>
        <source>Check every &amp;signature, too</source>
        <translation>Auch jede &amp;Signatur prüfen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Check the log</source>
        <translation>Das Protokoll prüfen</translation>
    </message>
    <message>
        <source>How far the check is</source>
        <translation>Wie weit die Prüfung ist</translation>
    </message>
    <message>
        <source>Takes longer: each commit of the log was signed.</source>
        <translation>Dauert länger: Jeder Schreibvorgang des Protokolls wurde signiert.</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>&amp;Merkwert</translation>
    </message>
    <message>
        <source>Size and root that you noted at another time, as SIZE:ROOT. Shows that nothing since then was taken away. May stay empty.</source>
        <translation>Größe und Wurzel, die Sie zu einer anderen Zeit notiert haben, als SIZE:ROOT. Zeigt, dass seitdem nichts weggenommen wurde. Darf leer bleiben.</translation>
    </message>
    <message>
        <source>Reads the whole log and derives everything in it anew. Calls go on meanwhile; what comes of it is recorded.</source>
        <translation>Liest das ganze Protokoll und leitet alles darin neu her. Aufrufe laufen derweil weiter; was dabei herauskommt, wird aufgezeichnet.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Write it as SIZE:ROOT, as a checkpoint shows it.</source>
        <translation>Schreiben Sie ihn als SIZE:ROOT, wie ein Prüfpunkt ihn zeigt.</translation>
    </message>
    <message>
        <source>The log is not as it was written</source>
        <translation>Das Protokoll ist nicht, wie es geschrieben wurde</translation>
    </message>
    <message>
        <source>The log is as it was written</source>
        <translation>Das Protokoll ist, wie es geschrieben wurde</translation>
    </message>
    <message>
        <source>The end of the log may be missing</source>
        <translation>Das Ende des Protokolls könnte fehlen</translation>
    </message>
    <message>
        <source>%1 records are as they were written, but nothing is remembered of the log outside it, or not all of it can be read (the keychain&apos;s entry and pin.json). Compare it with a checkpoint that you have kept: write its pin above.</source>
        <translation>%1 Einträge sind, wie sie geschrieben wurden, aber außerhalb des Protokolls ist nichts davon gemerkt, oder nicht alles davon ist lesbar (der Eintrag im Schlüsselbund und pin.json). Vergleichen Sie es mit einem Prüfpunkt, den Sie aufbewahrt haben: Schreiben Sie dessen Pin oben hinein.</translation>
    </message>
    <message>
        <source>%1 records, %2 signatures checked; none is missing between the first and the last.</source>
        <translation>%1 Einträge, %2 Signaturen geprüft; zwischen dem ersten und dem letzten fehlt keiner.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ExportDialog</name>
    <message>
        <source>Checkpoint</source>
        <translation>Prüfpunkt</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Export evidence</source>
        <translation>Nachweise exportieren</translation>
    </message>
    <message>
        <source>How far the export is</source>
        <translation>Wie weit der Export ist</translation>
    </message>
    <message>
        <source>One signed archive with a report, tables and the records themselves. Whoever gets it checks it without Portcullis and without a network.</source>
        <translation>Ein signiertes Archiv mit Bericht, Tabellen und den Einträgen selbst. Wer es bekommt, prüft es ohne Portcullis und ohne Netz.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Evidence bundles (*.zip)</source>
        <translation>Nachweisbündel (*.zip)</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>%1 records, %2 values shown, %3 withheld. Give the reviewer this checkpoint in another way as well, on paper or by telephone.</source>
        <translation>%1 Einträge, %2 Werte gezeigt, %3 zurückgehalten. Geben Sie der prüfenden Person diesen Prüfpunkt auch auf anderem Weg, auf Papier oder am Telefon.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ExportForm</name>
    <message>
        <source>Hide all &amp;arguments and results</source>
        <translation>Alle &amp;Argumente und Ergebnisse verbergen</translation>
    </message>
    <message>
        <source>Certificate of the organisation</source>
        <translation>Zertifikat der Organisation</translation>
    </message>
    <message>
        <source>Its passphrase</source>
        <translation>Sein Kennwort</translation>
    </message>
    <message>
        <source>The whole log</source>
        <translation>Das ganze Protokoll</translation>
    </message>
    <message>
        <source>A period</source>
        <translation>Ein Zeitraum</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Schlüssel</translation>
    </message>
    <message>
        <source>All servers</source>
        <translation>Alle Server</translation>
    </message>
    <message>
        <source>Allowed and refused</source>
        <translation>Erlaubt und abgewiesen</translation>
    </message>
    <message>
        <source>Allowed only</source>
        <translation>Nur erlaubt</translation>
    </message>
    <message>
        <source>Refused only</source>
        <translation>Nur abgewiesen</translation>
    </message>
    <message>
        <source>&amp;Which records</source>
        <translation>&amp;Welche Einträge</translation>
    </message>
    <message>
        <source>None of them can be left out unnoticed: the others show as bare headers.</source>
        <translation>Keiner davon kann unbemerkt fehlen: Die übrigen erscheinen als bloße Kopfzeilen.</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>This day included.</source>
        <translation>Einschließlich dieses Tages.</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>Schlüss&amp;el</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Tool</source>
        <translation>Werk&amp;zeug</translation>
    </message>
    <message>
        <source>Empty for all.</source>
        <translation>Leer für alle.</translation>
    </message>
    <message>
        <source>&amp;Decision</source>
        <translation>Entschei&amp;dung</translation>
    </message>
    <message>
        <source>&amp;Hide these values</source>
        <translation>Diese Werte ver&amp;bergen</translation>
    </message>
    <message>
        <source>result, args, or args/ and the name of an argument, with commas between them. The bundle says how many it hides.</source>
        <translation>result, args oder args/ und der Name eines Arguments, mit Kommas dazwischen. Das Bündel sagt, wie viele es verbirgt.</translation>
    </message>
    <message>
        <source>&amp;Purpose</source>
        <translation>Zwe&amp;ck</translation>
    </message>
    <message>
        <source>Stands in the bundle and in the log.</source>
        <translation>Steht im Bündel und im Protokoll.</translation>
    </message>
    <message>
        <source>Asked for &amp;by</source>
        <translation>Verlan&amp;gt von</translation>
    </message>
    <message>
        <source>&amp;Organisation</source>
        <translation>&amp;Organisation</translation>
    </message>
    <message>
        <source>Signed by the organisation as well</source>
        <translation>Auch von der Organisation signiert</translation>
    </message>
    <message>
        <source>&amp;Certificate and key</source>
        <translation>Zert&amp;ifikat und Schlüssel</translation>
    </message>
    <message>
        <source>Pass&amp;phrase of the file</source>
        <translation>Ke&amp;nnwort der Datei</translation>
    </message>
    <message>
        <source>“%1” is not the name of a value: write result, args, or args/NAME.</source>
        <translation>„%1“ ist nicht der Name eines Wertes: Schreiben Sie result, args oder args/NAME.</translation>
    </message>
    <message>
        <source>A PKCS#12 file (.p12). Empty: the log&apos;s own keys sign alone.</source>
        <translation>Eine PKCS#12-Datei (.p12). Leer: Die Schlüssel des Protokolls signieren allein.</translation>
    </message>
    <message>
        <source>All cases</source>
        <translation>Alle Fälle</translation>
    </message>
    <message>
        <source>Ca&amp;se</source>
        <translation>F&amp;all</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::LogStateLine</name>
    <message>
        <source>%1 records</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>the log goes on where it was left</source>
        <translation>das Protokoll geht weiter, wo es aufgehört hat</translation>
    </message>
    <message>
        <source>nothing signed off yet</source>
        <translation>noch nichts abgezeichnet</translation>
    </message>
    <message>
        <source>signed off up to record %1 on %2</source>
        <translation>abgezeichnet bis Eintrag %1 am %2</translation>
    </message>
    <message>
        <source>not remembered at present: %1</source>
        <translation>derzeit nicht gemerkt: %1</translation>
    </message>
    <message>
        <source>remembered in the keychain</source>
        <translation>im Schlüsselbund gemerkt</translation>
    </message>
    <message>
        <source>remembered in its own folder only</source>
        <translation>nur in seinem eigenen Ordner gemerkt</translation>
    </message>
    <message>
        <source>never checked as a whole</source>
        <translation>noch nie als Ganzes geprüft</translation>
    </message>
    <message>
        <source>found as it was written on %1</source>
        <translation>bei der Prüfung am %1 unverändert</translation>
    </message>
    <message>
        <source>found faulty on %1: %2</source>
        <translation>bei der Prüfung am %1 fehlerhaft: %2</translation>
    </message>
</context>
<context>
    <name>Budgets</name>
    <message>
        <source>calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>write calls</source>
        <translation>schreibende Aufrufe</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>A whole number such as 1000, 10k or 2M.</source>
        <translation>Eine ganze Zahl wie 1000, 10k oder 2M.</translation>
    </message>
    <message>
        <source>A whole number such as 200 or 10k: calls of tools that do not say that they only read.</source>
        <translation>Eine ganze Zahl wie 200 oder 10k: Aufrufe von Werkzeugen, die nicht von sich sagen, dass sie nur lesen.</translation>
    </message>
    <message>
        <source>Arguments and results together, such as 500 kB, 5 MB or 1 GiB.</source>
        <translation>Argumente und Ergebnisse zusammen, etwa 500 kB, 5 MB oder 1 GiB.</translation>
    </message>
    <message>
        <source>Arguments and results together, such as 10k tokens or 2M.</source>
        <translation>Argumente und Ergebnisse zusammen, etwa 10k Token oder 2M.</translation>
    </message>
    <message>
        <source>The time that calls take at servers, such as 90 s, 15 min or 2 h.</source>
        <translation>Die Zeit, die Aufrufe bei Servern dauern, etwa 90 s, 15 min oder 2 h.</translation>
    </message>
    <message>
        <source>By the prices of calls, such as %1; at most six decimals.</source>
        <translation>Nach den Preisen der Aufrufe, etwa %1; höchstens sechs Nachkommastellen.</translation>
    </message>
    <message>
        <source>Write whole bytes without separators, such as 4096, 5 MB or 1 GiB.</source>
        <translation>Schreiben Sie ganze Bytes ohne Trennzeichen, etwa 4096, 5 MB oder 1 GiB.</translation>
    </message>
    <message>
        <source>Write a time such as 90 s, 15 min, 2 h or 250 ms.</source>
        <translation>Schreiben Sie eine Zeit wie 90 s, 15 min, 2 h oder 250 ms.</translation>
    </message>
    <message>
        <source>Write an amount of %1 such as %2, with at most six decimals and without separators of thousands.</source>
        <translation>Schreiben Sie einen Betrag in %1 wie %2, mit höchstens sechs Nachkommastellen und ohne Tausendertrennzeichen.</translation>
    </message>
    <message>
        <source>Write a whole number without separators, such as 1000, 10k or 2M.</source>
        <translation>Schreiben Sie eine ganze Zahl ohne Trennzeichen, etwa 1000, 10k oder 2M.</translation>
    </message>
    <message>
        <source>the last 60 seconds before each call</source>
        <translation>die letzten 60 Sekunden vor jedem Aufruf</translation>
    </message>
    <message>
        <source>the last hour before each call</source>
        <translation>die letzte Stunde vor jedem Aufruf</translation>
    </message>
    <message>
        <source>the last 24 hours before each call</source>
        <translation>die letzten 24 Stunden vor jedem Aufruf</translation>
    </message>
    <message>
        <source>the last 7 days before each call</source>
        <translation>die letzten 7 Tage vor jedem Aufruf</translation>
    </message>
    <message>
        <source>the last 30 days before each call</source>
        <translation>die letzten 30 Tage vor jedem Aufruf</translation>
    </message>
    <message>
        <source>the last 91 days before each call</source>
        <translation>die letzten 91 Tage vor jedem Aufruf</translation>
    </message>
    <message>
        <source>the last 365 days before each call</source>
        <translation>die letzten 365 Tage vor jedem Aufruf</translation>
    </message>
    <message>
        <source>%1 a minute</source>
        <translation>%1 je Minute</translation>
    </message>
    <message>
        <source>%1 an hour</source>
        <translation>%1 je Stunde</translation>
    </message>
    <message>
        <source>%1 a day</source>
        <translation>%1 je Tag</translation>
    </message>
    <message>
        <source>%1 a week</source>
        <translation>%1 je Woche</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <translation>%1 je Monat</translation>
    </message>
    <message>
        <source>%1 a quarter</source>
        <translation>%1 je Quartal</translation>
    </message>
    <message>
        <source>%1 a year</source>
        <translation>%1 je Jahr</translation>
    </message>
    <message>
        <source>%1 for the whole case</source>
        <translation>%1 für den ganzen Fall</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>Nicht gezählt</translation>
    </message>
    <message>
        <source>Nothing is counted while the gateway is not running or cannot write its log. Calls are turned away meanwhile.</source>
        <translation>Gezählt wird nicht, solange das Gateway nicht läuft oder sein Protokoll nicht schreiben kann. Aufrufe werden so lange abgewiesen.</translation>
    </message>
    <message>
        <source>Has room</source>
        <translation>Hat Raum</translation>
    </message>
    <message>
        <source>Calls have room in it.</source>
        <translation>Aufrufe haben darin Raum.</translation>
    </message>
    <message>
        <source>Near its limit</source>
        <translation>Nahe der Grenze</translation>
    </message>
    <message>
        <source>The threshold of its warning is reached. When it is used up, calls are refused until it has room again.</source>
        <translation>Die Schwelle der Warnung ist erreicht. Ist es aufgebraucht, werden Aufrufe abgelehnt, bis es wieder Raum hat.</translation>
    </message>
    <message>
        <source>Full for now</source>
        <translation>Vorerst voll</translation>
    </message>
    <message>
        <source>Calls that run hold the rest. What they do not need they give back when they end.</source>
        <translation>Laufende Aufrufe halten den Rest. Was sie nicht brauchen, geben sie an ihrem Ende zurück.</translation>
    </message>
    <message>
        <source>Used up</source>
        <translation>Aufgebraucht</translation>
    </message>
    <message>
        <source>Calls are refused until it has room again. Raise the limit if more may be used before.</source>
        <translation>Aufrufe werden abgelehnt, bis es wieder Raum hat. Heben Sie die Grenze an, wenn vorher mehr verbraucht werden darf.</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Teams</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Write calls</source>
        <translation>Schreibende Aufrufe</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time at servers</source>
        <translation>Zeit bei Servern</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Minute</source>
        <translation>Minute</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>Quartal</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>Life of the case</source>
        <translation>Dauer des Falls</translation>
    </message>
    <message>
        <source>from the opening of the case, without end</source>
        <translation>ab der Eröffnung des Falls, ohne Ende</translation>
    </message>
    <message>
        <source>by the calendar of %1</source>
        <translation>nach dem Kalender von %1</translation>
    </message>
    <message>
        <source>Limit %1</source>
        <translation>Grenze %1</translation>
    </message>
    <message>
        <source>%1 of %2 (%3)</source>
        <translation>%1 von %2 (%3)</translation>
    </message>
    <message>
        <source>%1, %2 held</source>
        <translation>%1, %2 gehalten</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Nothing used</source>
        <translation>Nichts verbraucht</translation>
    </message>
    <message>
        <source>Unlock Portcullis, then try again.</source>
        <translation>Entsperren Sie Portcullis und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Look at the state of the gateway below the pages&apos; names, then try again.</source>
        <translation>Sehen Sie nach dem Zustand des Gateways unter den Namen der Seiten und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Somebody else changed it meanwhile. Reload the page (F5) and look again.</source>
        <translation>Jemand anders hat es inzwischen geändert. Laden Sie die Seite neu (F5) und sehen Sie noch einmal nach.</translation>
    </message>
</context>
<context>
    <name>BundleFile</name>
    <message>
        <source>There is no such file.</source>
        <translation>Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>A bundle is a ZIP archive, and this file is none.</source>
        <translation>Ein Bündel ist ein ZIP-Archiv, und diese Datei ist keines.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CheckBundleDialog</name>
    <message>
        <source>Compare with what I &amp;know of the log from elsewhere</source>
        <translation>Mit dem vergleichen, was ich &amp;anderswoher vom Protokoll weiß</translation>
    </message>
    <message>
        <source>The bundle before this one</source>
        <translation>Das Bündel vor diesem</translation>
    </message>
    <message>
        <source>Certificate of the authority</source>
        <translation>Zertifikat der Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>Copy &amp;verdict</source>
        <translation>&amp;Urteil kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Check a bundle</source>
        <translation>Bündel prüfen</translation>
    </message>
    <message>
        <source>How far the check is</source>
        <translation>Wie weit die Prüfung ist</translation>
    </message>
    <message>
        <source>Shows whether an evidence bundle is as it was exported. Needs no gateway and no network.</source>
        <translation>Zeigt, ob ein Beweisbündel ist, wie es exportiert wurde. Braucht kein Gateway und kein Netz.</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>&amp;Merkwert</translation>
    </message>
    <message>
        <source>Size and root of the log at another time, as SIZE:ROOT. May stay empty, as the others.</source>
        <translation>Größe und Wurzel des Protokolls zu einer anderen Zeit, als SIZE:ROOT. Darf leer bleiben wie die anderen.</translation>
    </message>
    <message>
        <source>The &amp;bundle before this one</source>
        <translation>Das &amp;Bündel vor diesem</translation>
    </message>
    <message>
        <source>Shows that nothing is missing between the two.</source>
        <translation>Zeigt, dass zwischen beiden nichts fehlt.</translation>
    </message>
    <message>
        <source>Certificate of the &amp;authority</source>
        <translation>&amp;Zertifikat der Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>A PEM file: who may sign for the organisation.</source>
        <translation>Eine PEM-Datei: wer für die Organisation signieren darf.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Write it as SIZE:ROOT, as a checkpoint shows it.</source>
        <translation>Schreiben Sie ihn als SIZE:ROOT, wie ein Prüfpunkt ihn zeigt.</translation>
    </message>
    <message>
        <source>This is no evidence bundle</source>
        <translation>Das ist kein Beweisbündel</translation>
    </message>
    <message>
        <source>The bundle could not be checked</source>
        <translation>Das Bündel konnte nicht geprüft werden</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::DropArea</name>
    <message>
        <source>Drop an evidence bundle here</source>
        <translation>Legen Sie ein Beweisbündel hier ab</translation>
    </message>
    <message>
        <source>&amp;Open bundle…</source>
        <translation>Bündel &amp;öffnen…</translation>
    </message>
    <message>
        <source>Open a bundle</source>
        <translation>Bündel öffnen</translation>
    </message>
    <message>
        <source>Evidence bundles (*.zip)</source>
        <translation>Beweisbündel (*.zip)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::VerdictView</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>Asked for by</source>
        <translation>Verlangt von</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Shown of</source>
        <translation>Gezeigt von</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signiert von</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Prüfpunkt</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Nothing was changed, and nothing between the first and the last record is missing.</source>
        <translation>Nichts wurde geändert, und zwischen dem ersten und dem letzten Eintrag fehlt nichts.</translation>
    </message>
    <message>
        <source>Valid, but incomplete</source>
        <translation>Gültig, aber unvollständig</translation>
    </message>
    <message>
        <source>Not valid</source>
        <translation>Ungültig</translation>
    </message>
    <message>
        <source>%1 to %2 of %3</source>
        <translation>%1 bis %2 von %3</translation>
    </message>
    <message>
        <source>None of %1</source>
        <translation>Keine von %1</translation>
    </message>
    <message>
        <source>%1 records, %2 bodies, %3 values shown, %4 withheld</source>
        <translation>%1 Einträge, %2 Inhalte, %3 Werte gezeigt, %4 verborgen</translation>
    </message>
    <message>
        <source>The log&apos;s own keys</source>
        <translation>Den Schlüsseln des Protokolls</translation>
    </message>
    <message>
        <source>The log&apos;s own keys, and %1</source>
        <translation>Den Schlüsseln des Protokolls und %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::FilterNameDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Geben Sie ihm einen Namen.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::FilterShelf</name>
    <message>
        <source>&amp;Save this filter…</source>
        <translation>Diesen Filter &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>Save this filter</source>
        <translation>Diesen Filter speichern</translation>
    </message>
    <message>
        <source>Rename the filter</source>
        <translation>Filter umbenennen</translation>
    </message>
    <message>
        <source>Delete the filter “%1”?</source>
        <translation>Den Filter „%1“ löschen?</translation>
    </message>
    <message>
        <source>The records of the log stay as they are.</source>
        <translation>Die Einträge des Protokolls bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Overwrite the filter “%1”?</source>
        <translation>Den Filter „%1“ überschreiben?</translation>
    </message>
    <message>
        <source>What it looked for until now will be lost.</source>
        <translation>Was er bisher suchte, geht verloren.</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Überschreiben</translation>
    </message>
    <message>
        <source>Fi&amp;lters</source>
        <translation>&amp;Filter</translation>
    </message>
</context>
<context>
    <name>CheckpointSheet</name>
    <message>
        <source>Checkpoint of an audit log</source>
        <translation>Prüfpunkt eines Protokolls</translation>
    </message>
    <message>
        <source>Keep this page where nobody reaches it who reaches the computer. Whoever has it can show later that the log still begins as it did then.</source>
        <translation>Bewahren Sie diese Seite auf, wo niemand hinkommt, der an den Computer kommt. Wer sie hat, kann später zeigen, ob das Protokoll noch so beginnt wie damals.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CheckpointDialog</name>
    <message>
        <source>Size and root</source>
        <translation>Größe und Wurzel</translation>
    </message>
    <message>
        <source>The signed checkpoint</source>
        <translation>Der signierte Prüfpunkt</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern unter…</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>&amp;Drucken…</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Prüfpunkt</translation>
    </message>
    <message>
        <source>Being signed…</source>
        <translation>Wird signiert…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>How the log is now, signed. Kept where nobody reaches it who reaches this computer, it shows later that nothing before it was changed.</source>
        <translation>Wie das Protokoll jetzt ist, signiert. Aufbewahrt, wo niemand hinkommt, der an diesen Computer kommt, zeigt er später, dass nichts davor geändert wurde.</translation>
    </message>
    <message>
        <source>There is no checkpoint</source>
        <translation>Es gibt keinen Prüfpunkt</translation>
    </message>
    <message>
        <source>%1 records</source>
        <translation>%1 Einträge</translation>
    </message>
    <message>
        <source>Save the checkpoint</source>
        <translation>Prüfpunkt speichern</translation>
    </message>
    <message>
        <source>Checkpoints (*.note)</source>
        <translation>Prüfpunkte (*.note)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The file was not written</source>
        <translation>Die Datei wurde nicht geschrieben</translation>
    </message>
    <message>
        <source>It was not printed</source>
        <translation>Es wurde nicht gedruckt</translation>
    </message>
    <message>
        <source>The printer does not take the page.</source>
        <translation>Der Drucker nimmt die Seite nicht an.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CodeView</name>
    <message>
        <source>The checkpoint as a QR code</source>
        <translation>Der Prüfpunkt als QR-Code</translation>
    </message>
</context>
<context>
    <name>RecordLines</name>
    <message>
        <source>Unlocked with %1</source>
        <translation>Entsperrt mit %1</translation>
    </message>
    <message>
        <source>Unlocked by %1</source>
        <translation>Entsperrt über %1</translation>
    </message>
    <message>
        <source>Remembered too little of it: %1</source>
        <translation>Zu wenig davon gemerkt: %1</translation>
    </message>
    <message>
        <source>the key in the keychain</source>
        <translation>dem Schlüssel im Schlüsselbund</translation>
    </message>
    <message>
        <source>the passphrase</source>
        <translation>der Passphrase</translation>
    </message>
    <message>
        <source>%1: %2 reserved; its limit is %3 now</source>
        <translation>%1: %2 zurückgelegt; die Grenze ist jetzt %3</translation>
    </message>
    <message>
        <source>%1: %2 reserved, %3 used; its limit is %4 now</source>
        <translation>%1: %2 zurückgelegt, %3 verbraucht; die Grenze ist jetzt %4</translation>
    </message>
    <message>
        <source>Budget %1, which is no longer there</source>
        <translation>Budget %1, das es nicht mehr gibt</translation>
    </message>
    <message>
        <source>Reserved in all: %1</source>
        <translation>Insgesamt zurückgelegt: %1</translation>
    </message>
    <message>
        <source>Used in all: %1</source>
        <translation>Insgesamt verbraucht: %1</translation>
    </message>
    <message>
        <source>By %1</source>
        <translation>Durch %1</translation>
    </message>
    <message>
        <source>Account %1</source>
        <translation>Konto %1</translation>
    </message>
    <message>
        <source>Change: %1</source>
        <translation>Änderung: %1</translation>
    </message>
    <message>
        <source>Of %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>Hold %1</source>
        <translation>Pflicht %1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>Entfernt: %1</translation>
    </message>
    <message>
        <source>Records %1</source>
        <translation>Einträge %1</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>Für %1</translation>
    </message>
    <message>
        <source>Hidden values: %1</source>
        <translation>Verborgene Werte: %1</translation>
    </message>
    <message>
        <source>How many: %1</source>
        <translation>Wie viele: %1</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Vorher: %1</translation>
    </message>
    <message>
        <source>After: %1</source>
        <translation>Nachher: %1</translation>
    </message>
    <message>
        <source>Result: %1</source>
        <translation>Ergebnis: %1</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>Purpose: %1</source>
        <translation>Zweck: %1</translation>
    </message>
    <message>
        <source>Asked for by %1</source>
        <translation>Verlangt von %1</translation>
    </message>
    <message>
        <source>Signed by %1</source>
        <translation>Signiert von %1</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>Grund: %1</translation>
    </message>
    <message>
        <source>Finding: %1</source>
        <translation>Befund: %1</translation>
    </message>
    <message>
        <source>Fault: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>First bad record %1</source>
        <translation>Erster fehlerhafter Eintrag %1</translation>
    </message>
    <message>
        <source>Checked: %1</source>
        <translation>Geprüft: %1</translation>
    </message>
    <message>
        <source>Signatures checked: %1</source>
        <translation>Geprüfte Signaturen: %1</translation>
    </message>
    <message>
        <source>Noticed %1</source>
        <translation>Bemerkt %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>To %1</source>
        <translation>Auf %1</translation>
    </message>
    <message>
        <source>Difference: %1</source>
        <translation>Unterschied: %1</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
    <message>
        <source>Calls refused meanwhile: %1</source>
        <translation>Inzwischen abgelehnte Aufrufe: %1</translation>
    </message>
    <message>
        <source>Portcullis %1</source>
        <translation>Portcullis %1</translation>
    </message>
    <message>
        <source>Build %1</source>
        <translation>Build %1</translation>
    </message>
    <message>
        <source>With %1</source>
        <translation>Mit %1</translation>
    </message>
    <message>
        <source>Start of the computer %1</source>
        <translation>Start des Rechners %1</translation>
    </message>
    <message>
        <source>Size of the log: %1</source>
        <translation>Größe des Protokolls: %1</translation>
    </message>
    <message>
        <source>Bundle %1</source>
        <translation>Bündel %1</translation>
    </message>
    <message>
        <source>Its files %1</source>
        <translation>Dessen Dateien %1</translation>
    </message>
    <message>
        <source>Configuration %1</source>
        <translation>Konfiguration %1</translation>
    </message>
    <message>
        <source>Its hash %1</source>
        <translation>Dessen Hash %1</translation>
    </message>
    <message>
        <source>Records in the log: %1</source>
        <translation>Einträge im Protokoll: %1</translation>
    </message>
    <message>
        <source>Root of the log %1</source>
        <translation>Wurzel des Protokolls %1</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>Gefunden: %1</translation>
    </message>
    <message>
        <source>Compared with: %1</source>
        <translation>Verglichen mit: %1</translation>
    </message>
    <message>
        <source>arguments and results</source>
        <translation>Argumente und Ergebnisse</translation>
    </message>
    <message>
        <source>who called, and why</source>
        <translation>wer aufrief, und warum</translation>
    </message>
    <message>
        <source>nothing to object to</source>
        <translation>nichts zu beanstanden</translation>
    </message>
    <message>
        <source>with findings</source>
        <translation>mit Beanstandungen</translation>
    </message>
    <message>
        <source>records and the last signature</source>
        <translation>Einträge und die letzte Signatur</translation>
    </message>
    <message>
        <source>every signature, too</source>
        <translation>auch jede Signatur</translation>
    </message>
    <message>
        <source>while it ran</source>
        <translation>im Betrieb</translation>
    </message>
    <message>
        <source>at the start</source>
        <translation>beim Start</translation>
    </message>
    <message>
        <source>the log was turned back</source>
        <translation>das Protokoll wurde zurückgedreht</translation>
    </message>
    <message>
        <source>the log goes on from another one</source>
        <translation>das Protokoll setzt ein anderes fort</translation>
    </message>
    <message>
        <source>the log is gone</source>
        <translation>das Protokoll ist weg</translation>
    </message>
    <message>
        <source>what was remembered of the log is gone</source>
        <translation>was vom Protokoll gemerkt war, ist weg</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Streamable HTTP</source>
        <translation>Streamable HTTP</translation>
    </message>
    <message>
        <source>the old transport HTTP+SSE</source>
        <translation>den alten Transport HTTP+SSE</translation>
    </message>
    <message>
        <source>a command (stdio)</source>
        <translation>einen Befehl (stdio)</translation>
    </message>
    <message>
        <source>Speaks %1</source>
        <translation>Spricht %1</translation>
    </message>
    <message>
        <source>Called a tool</source>
        <translation>Rief ein Werkzeug auf</translation>
    </message>
    <message>
        <source>Took a prompt</source>
        <translation>Holte einen Prompt</translation>
    </message>
    <message>
        <source>Read a resource</source>
        <translation>Las eine Ressource</translation>
    </message>
    <message>
        <source>Asked how a task is</source>
        <translation>Fragte, wie es um eine Aufgabe steht</translation>
    </message>
    <message>
        <source>Gave a task what it asked for</source>
        <translation>Gab einer Aufgabe, was sie verlangte</translation>
    </message>
    <message>
        <source>Cancelled a task</source>
        <translation>Brach eine Aufgabe ab</translation>
    </message>
    <message>
        <source>kept as a fingerprint only</source>
        <translation>nur als Fingerabdruck behalten</translation>
    </message>
    <message>
        <source>kept only to be proven</source>
        <translation>nur zum Nachweis behalten</translation>
    </message>
    <message>
        <source>kept in full</source>
        <translation>ganz behalten</translation>
    </message>
    <message>
        <source>no longer there: erased, or removed as too old</source>
        <translation>nicht mehr da: gelöscht, oder als zu alt entfernt</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>Over %1</source>
        <translation>Über %1</translation>
    </message>
    <message>
        <source>Program %1</source>
        <translation>Programm %1</translation>
    </message>
    <message>
        <source>Process %1</source>
        <translation>Prozess %1</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>Sitzung %1</translation>
    </message>
    <message>
        <source>Conversation %1</source>
        <translation>Unterhaltung %1</translation>
    </message>
    <message>
        <source>Its request %1</source>
        <translation>Dessen Anfrage %1</translation>
    </message>
    <message>
        <source>Trace %1</source>
        <translation>Spur (trace) %1</translation>
    </message>
    <message>
        <source>Trace state %1</source>
        <translation>Zustand der Spur %1</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>By the rule %1</source>
        <translation>Durch die Regel %1</translation>
    </message>
    <message>
        <source>Of the task of call %1</source>
        <translation>Von der Aufgabe des Aufrufs %1</translation>
    </message>
    <message>
        <source>Requests of this kind: %1</source>
        <translation>Anfragen dieser Art: %1</translation>
    </message>
    <message>
        <source>The server says that the tool may destroy</source>
        <translation>Der Server sagt, dass das Werkzeug zerstören kann</translation>
    </message>
    <message>
        <source>The server says that the tool only reads</source>
        <translation>Der Server sagt, dass das Werkzeug nur liest</translation>
    </message>
    <message>
        <source>Definition shown %1</source>
        <translation>Gezeigte Definition %1</translation>
    </message>
    <message>
        <source>Under configuration %1</source>
        <translation>Unter der Konfiguration %1</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Answered in %1</source>
        <translation>Antwort nach %1</translation>
    </message>
    <message>
        <source>Asked after %1</source>
        <translation>Gefragt nach %1</translation>
    </message>
    <message>
        <source>Configured as %1</source>
        <translation>Eingerichtet als %1</translation>
    </message>
    <message>
        <source>Error code %1</source>
        <translation>Fehlercode %1</translation>
    </message>
    <message>
        <source>Withheld: it could not be recorded in time, and the caller did not get it</source>
        <translation>Zurückgehalten: Es konnte nicht rechtzeitig eingetragen werden, und der Aufrufer bekam es nicht</translation>
    </message>
    <message>
        <source>Failure: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>%1 sent, %2 received</source>
        <translation>%1 gesendet, %2 empfangen</translation>
    </message>
    <message>
        <source>Parts of its content: %1</source>
        <translation>Teile des Inhalts: %1</translation>
    </message>
    <message>
        <source>Arguments: %1, %2</source>
        <translation>Argumente: %1, %2</translation>
    </message>
    <message>
        <source>Result: %1, %2</source>
        <translation>Ergebnis: %1, %2</translation>
    </message>
    <message>
        <source>Who called, and why: removed as too old</source>
        <translation>Wer aufrief, und warum: als zu alt entfernt</translation>
    </message>
    <message>
        <source>On legal hold: %1</source>
        <translation>Unter Aufbewahrungspflicht: %1</translation>
    </message>
    <message>
        <source>Record %1, leaf %2</source>
        <translation>Eintrag %1, Blatt %2</translation>
    </message>
    <message>
        <source>No. %1 of its key</source>
        <translation>Nr. %1 dieses Schlüssels</translation>
    </message>
    <message>
        <source>No. %1 of its server</source>
        <translation>Nr. %1 dieses Servers</translation>
    </message>
    <message>
        <source>Call %1</source>
        <translation>Aufruf %1</translation>
    </message>
    <message>
        <source>With the key&apos;s old secret</source>
        <translation>Mit dem alten Geheimnis des Schlüssels</translation>
    </message>
    <message>
        <source>Case %1</source>
        <translation>Fall %1</translation>
    </message>
    <message>
        <source>Speaks for %1</source>
        <translation>Spricht für %1</translation>
    </message>
</context>
<context>
    <name>Retention</name>
    <message>
        <source>Records %1.</source>
        <translation>Einträge %1.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be looked into: damaged, or without a key.</source>
        <translation>
            <numerusform>In %Ln konnte nicht hineingesehen werden: beschädigt oder ohne Schlüssel.</numerusform>
            <numerusform>In %Ln konnte nicht hineingesehen werden: beschädigt oder ohne Schlüssel.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be searched: kept only to be proven, without a text. To erase them, say which by their records, key, server, tool, call or time.</source>
        <translation>
            <numerusform>%Ln konnte nicht durchsucht werden: nur zum Nachweis behalten, ohne Text. Um ihn zu löschen, nennen Sie ihn nach Eintrag, Schlüssel, Server, Werkzeug, Aufruf oder Zeit.</numerusform>
            <numerusform>%Ln konnten nicht durchsucht werden: nur zum Nachweis behalten, ohne Text. Um sie zu löschen, nennen Sie sie nach Eintrag, Schlüssel, Server, Werkzeug, Aufruf oder Zeit.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>Give a reason, such as a case number.</source>
        <translation>Nennen Sie einen Grund, etwa ein Aktenzeichen.</translation>
    </message>
    <message>
        <source>Too long; say it in %1 letters.</source>
        <translation>Zu lang; sagen Sie es in %1 Buchstaben.</translation>
    </message>
    <message>
        <source>Look at the legal holds: release one, or leave its records out.</source>
        <translation>Sehen Sie sich die Aufbewahrungspflichten an: Beenden Sie eine, oder lassen Sie ihre Einträge aus.</translation>
    </message>
    <message>
        <source>Somebody may have been faster. Look again.</source>
        <translation>Vielleicht war jemand schneller. Sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>Look again to see what is left.</source>
        <translation>Sehen Sie noch einmal nach, was übrig ist.</translation>
    </message>
    <message>
        <source>What cannot be recorded is not done. Make room on the disk with the data folder, see that it can be written, and try again.</source>
        <translation>Was nicht eingetragen werden kann, geschieht nicht. Schaffen Sie Platz auf der Platte mit dem Datenordner, sorgen Sie dafür, dass er beschreibbar ist, und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Warten Sie einen Moment und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Check the log before you go on: Check, then Check the log.</source>
        <translation>Prüfen Sie das Protokoll, bevor Sie weitermachen: Prüfen, dann Protokoll prüfen.</translation>
    </message>
    <message>
        <source>call %1</source>
        <translation>Aufruf %1</translation>
    </message>
    <message>
        <source>key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>server %1</source>
        <translation>Server %1</translation>
    </message>
    <message>
        <source>tool %1</source>
        <translation>Werkzeug %1</translation>
    </message>
    <message>
        <source>from %1 on</source>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>before %1</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>every record</source>
        <translation>jeder Eintrag</translation>
    </message>
    <message>
        <source>“%1” (%2)</source>
        <translation>„%1“ (%2)</translation>
    </message>
    <message>
        <source>the window</source>
        <translation>das Fenster</translation>
    </message>
    <message>
        <source>the command line</source>
        <translation>die Befehlszeile</translation>
    </message>
    <message>
        <source>the start of Portcullis</source>
        <translation>den Start von Portcullis</translation>
    </message>
    <message>
        <source>the settings</source>
        <translation>die Einstellungen</translation>
    </message>
    <message>
        <source>the file itself</source>
        <translation>die Datei selbst</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::EraseDialog</name>
    <message>
        <source>I know that the&amp;y can never be read again</source>
        <translation>Ich weiß, dass &amp;sie nie wieder gelesen werden können</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Nachsehen</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Erase arguments and results</source>
        <translation>Argumente und Ergebnisse löschen</translation>
    </message>
    <message>
        <source>How far the work is</source>
        <translation>Wie weit die Arbeit ist</translation>
    </message>
    <message>
        <source>Destroys what calls carried, with the keys to it: not even copies of the database open it again. That there was a call stays, and so does a record of this erasure. All that is filled in must be true of a record.</source>
        <translation>Zerstört, was Aufrufe mitführten, samt den Schlüsseln dazu: Auch Kopien der Datenbank öffnen es nicht wieder. Dass es einen Aufruf gab, bleibt, und ebenso ein Eintrag über diese Löschung. Alles, was ausgefüllt ist, muss auf einen Eintrag zutreffen.</translation>
    </message>
    <message>
        <source>Looking failed: %1</source>
        <translation>Nachsehen ging nicht: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Which records?</source>
        <translation>Welche Einträge?</translation>
    </message>
    <message>
        <source>Fill in what they have in common, or a text that is in them.</source>
        <translation>Tragen Sie ein, was ihnen gemeinsam ist, oder einen Text, der in ihnen steht.</translation>
    </message>
    <message>
        <source>They may be erased already, or were never kept.</source>
        <translation>Vielleicht sind sie schon gelöscht oder wurden nie behalten.</translation>
    </message>
    <message>
        <source>There are no such arguments and results</source>
        <translation>Solche Argumente und Ergebnisse gibt es nicht</translation>
    </message>
    <message numerus="yes">
        <source>The arguments or results of %Ln record(s) would be erased</source>
        <translation>
            <numerusform>Argumente oder Ergebnis von %Ln Eintrag würden gelöscht</numerusform>
            <numerusform>Argumente oder Ergebnisse von %Ln Einträgen würden gelöscht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept by the hold %1.</source>
        <translation>
            <numerusform>%Ln behält die Pflicht %1.</numerusform>
            <numerusform>%Ln behält die Pflicht %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Release the hold under Legal holds, or leave its records out.</source>
        <translation>Beenden Sie die Pflicht unter Aufbewahrungspflichten, oder lassen Sie ihre Einträge aus.</translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln record(s) that were found, some are on legal hold: none can be erased</source>
        <translation>
            <numerusform>%Ln Eintrag wurde gefunden und unterliegt einer Aufbewahrungspflicht: Er kann nicht gelöscht werden</numerusform>
            <numerusform>Von %Ln gefundenen Einträgen unterliegen einige einer Aufbewahrungspflicht: Keiner kann gelöscht werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Not all was erased: %1</source>
        <translation>Nicht alles wurde gelöscht: %1</translation>
    </message>
    <message numerus="yes">
        <source>Erased the arguments or results of %Ln record(s)</source>
        <translation>
            <numerusform>Argumente oder Ergebnis von %Ln Eintrag gelöscht</numerusform>
            <numerusform>Argumente oder Ergebnisse von %Ln Einträgen gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>The log has a record of it. Copies of the data folder that were made before hold the keys as they were: destroy their file audit.keys.</source>
        <translation>Das Protokoll hat einen Eintrag darüber. Frühere Kopien des Datenordners enthalten die Schlüssel noch: Vernichten Sie deren Datei audit.keys.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::EraseForm</name>
    <message>
        <source>Record &amp;numbers</source>
        <translation>Nu&amp;mmern der Einträge</translation>
    </message>
    <message>
        <source>One, or a range such as 100-199. Empty for all.</source>
        <translation>Eine, oder ein Bereich wie 100-199. Leer für alle.</translation>
    </message>
    <message>
        <source>With this te&amp;xt in them</source>
        <translation>Mit diesem Te&amp;xt darin</translation>
    </message>
    <message>
        <source>Letter by letter. It is not recorded.</source>
        <translation>Buchstabe für Buchstabe. Er wird nicht eingetragen.</translation>
    </message>
    <message>
        <source>It stands in the log for ever: do not repeat in it what is to be erased.</source>
        <translation>Er steht für immer im Protokoll: Wiederholen Sie darin nicht, was gelöscht werden soll.</translation>
    </message>
    <message>
        <source>Write one number, or the first and the last: 100-199.</source>
        <translation>Schreiben Sie eine Nummer, oder die erste und die letzte: 100-199.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::HistoryChart</name>
    <message>
        <source>Most was used in %1</source>
        <translation>Am meisten wurde verbraucht in %1</translation>
    </message>
    <message>
        <source>What was used in earlier windows</source>
        <translation>Verbrauch in früheren Zeitfenstern</translation>
    </message>
    <message>
        <source>Limit %1</source>
        <translation>Grenze %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::HistoryView</name>
    <message>
        <source>What was used in earlier windows</source>
        <translation>Verbrauch in früheren Zeitfenstern</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Zeitfenster</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::HoldsDialog</name>
    <message>
        <source>&amp;Place a hold…</source>
        <translation>Pflicht &amp;setzen …</translation>
    </message>
    <message>
        <source>&amp;Release…</source>
        <translation>&amp;Beenden …</translation>
    </message>
    <message>
        <source>Legal holds</source>
        <translation>Aufbewahrungspflichten</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen…</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Records on hold</source>
        <translation>Betroffene Einträge</translation>
    </message>
    <message>
        <source>Placed by</source>
        <translation>Gesetzt durch</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>Nothing is on legal hold</source>
        <translation>Nichts unterliegt einer Aufbewahrungspflicht</translation>
    </message>
    <message>
        <source>A hold keeps records as they are, whatever their age and whoever asks for an erasure, until it is released: for a dispute, an investigation, an audit.</source>
        <translation>Eine Aufbewahrungspflicht hält Einträge, wie sie sind, gleich wie alt sie sind und wer eine Löschung verlangt, bis sie beendet wird: für einen Rechtsstreit, eine Untersuchung, eine Prüfung.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The holds could not be read: %1</source>
        <translation>Die Aufbewahrungspflichten konnten nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Hold %1</source>
        <translation>Pflicht %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeepDialog</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>How long the log keeps what it knows</source>
        <translation>Wie lange das Protokoll behält, was es weiß</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>Für immer</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>&amp;Arguments and results</source>
        <translation>&amp;Argumente und Ergebnisse</translation>
    </message>
    <message>
        <source>0 for ever. What is older can never be read again.</source>
        <translation>0: für immer. Was älter ist, kann nie wieder gelesen werden.</translation>
    </message>
    <message>
        <source>&amp;Who called, and why</source>
        <translation>&amp;Wer aufrief, und warum</translation>
    </message>
    <message>
        <source>0 for ever. Arguments and results go along with it.</source>
        <translation>0: für immer. Argumente und Ergebnisse gehen mit.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>That there was a call, when, and of which tool, stays in any case. What is on legal hold stays as it is. Each removal is a record of the log.</source>
        <translation>Dass es einen Aufruf gab, wann und von welchem Werkzeug, bleibt in jedem Fall. Was einer Aufbewahrungspflicht unterliegt, bleibt, wie es ist. Jedes Entfernen ist ein Eintrag im Protokoll.</translation>
    </message>
    <message>
        <source>What would go now</source>
        <translation>Was jetzt ginge</translation>
    </message>
    <message>
        <source>Nothing: all is kept for ever.</source>
        <translation>Nichts: Alles wird für immer behalten.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>It could not be counted: %1</source>
        <translation>Es konnte nicht gezählt werden: %1</translation>
    </message>
    <message>
        <source>Nothing that is not on legal hold is that old.</source>
        <translation>Nichts, was keiner Aufbewahrungspflicht unterliegt, ist so alt.</translation>
    </message>
    <message numerus="yes">
        <source>The arguments or results of %Ln record(s).</source>
        <translation>
            <numerusform>Argumente oder Ergebnis von %Ln Eintrag.</numerusform>
            <numerusform>Argumente oder Ergebnisse von %Ln Einträgen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Who called, and why, of %Ln record(s).</source>
        <translation>
            <numerusform>Wer aufrief, und warum, von %Ln Eintrag.</numerusform>
            <numerusform>Wer aufrief, und warum, von %Ln Einträgen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep less of the log?</source>
        <translation>Weniger vom Protokoll behalten?</translation>
    </message>
    <message>
        <source>What is older than you say now is removed within the hour, and can never be read again: not here, and not in copies of the log.</source>
        <translation>Was älter ist, als Sie jetzt sagen, wird binnen einer Stunde entfernt und kann nie wieder gelesen werden: hier nicht, und nicht in Kopien des Protokolls.</translation>
    </message>
    <message>
        <source>Keep less</source>
        <translation>Weniger behalten</translation>
    </message>
    <message>
        <source>It stays as it was: %1</source>
        <translation>Es bleibt, wie es war: %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::PlaceHoldDialog</name>
    <message>
        <source>Such as the number of the case. It stands in the log, with the account of this computer that you use.</source>
        <translation>Etwa das Aktenzeichen. Er steht im Protokoll, mit dem Konto dieses Rechners, das Sie benutzen.</translation>
    </message>
    <message>
        <source>&amp;Every record, those to come as well</source>
        <translation>&amp;Jeder Eintrag, auch die künftigen</translation>
    </message>
    <message>
        <source>Place the hold</source>
        <translation>Pflicht setzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Place a legal hold</source>
        <translation>Eine Aufbewahrungspflicht setzen</translation>
    </message>
    <message>
        <source>Nothing of these records is removed or erased, whatever their age, until the hold is released. All that is filled in must be true of a record.</source>
        <translation>Nichts von diesen Einträgen wird entfernt oder gelöscht, gleich wie alt sie sind, bis die Pflicht beendet wird. Alles, was ausgefüllt ist, muss auf einen Eintrag zutreffen.</translation>
    </message>
    <message>
        <source>Which records?</source>
        <translation>Welche Einträge?</translation>
    </message>
    <message>
        <source>Fill in what they have in common, or choose every record.</source>
        <translation>Tragen Sie ein, was ihnen gemeinsam ist, oder wählen Sie jeden Eintrag.</translation>
    </message>
    <message>
        <source>The hold was not placed: %1</source>
        <translation>Die Pflicht wurde nicht gesetzt: %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The hold is in force</source>
        <translation>Die Aufbewahrungspflicht gilt</translation>
    </message>
    <message>
        <source>Counting what it keeps…</source>
        <translation>Was sie behält, wird gezählt …</translation>
    </message>
    <message>
        <source>What it keeps now could not be counted: %1</source>
        <translation>Was sie jetzt behält, konnte nicht gezählt werden: %1</translation>
    </message>
    <message>
        <source>It keeps no arguments and results as of now. If that is not right, release it and look at what it holds for.</source>
        <translation>Sie behält derzeit keine Argumente und Ergebnisse. Wenn das nicht stimmt, beenden Sie sie und sehen Sie nach, wofür sie gilt.</translation>
    </message>
    <message numerus="yes">
        <source>It keeps the arguments or results of %Ln record(s) as of now.</source>
        <translation>
            <numerusform>Sie behält derzeit Argumente oder Ergebnis von %Ln Eintrag.</numerusform>
            <numerusform>Sie behält derzeit Argumente oder Ergebnisse von %Ln Einträgen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::PricesDialog</name>
    <message>
        <source>No prices yet: calls cost nothing.</source>
        <translation>Noch keine Preise: Aufrufe kosten nichts.</translation>
    </message>
    <message>
        <source>&amp;Set price</source>
        <translation>Preis &amp;setzen</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <source>Prices of calls</source>
        <translation>Preise von Aufrufen</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>A call costs</source>
        <translation>Ein Aufruf kostet</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>&amp;Tool</source>
        <translation>&amp;Werkzeug</translation>
    </message>
    <message>
        <source>Ser&amp;ver</source>
        <translation>Ser&amp;ver</translation>
    </message>
    <message>
        <source>A call &amp;costs</source>
        <translation>Ein Aufruf &amp;kostet</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Budgets of cost count by these. The price of a tool beats that of its server; a call without a price costs nothing.</source>
        <translation>Budgets der Kosten zählen nach ihnen. Der Preis eines Werkzeugs geht dem seines Servers vor; ein Aufruf ohne Preis kostet nichts.</translation>
    </message>
    <message>
        <source>every tool of %1</source>
        <translation>jedem Werkzeug von %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Every tool without a price of its own</source>
        <translation>Jedes Werkzeug ohne eigenen Preis</translation>
    </message>
    <message>
        <source>Every tool</source>
        <translation>Jedes Werkzeug</translation>
    </message>
    <message>
        <source>1,000 calls cost %1.</source>
        <translation>1.000 Aufrufe kosten %1.</translation>
    </message>
    <message>
        <source>Such as %1; 0 for calls that cost nothing.</source>
        <translation>Etwa %1; 0 für Aufrufe, die nichts kosten.</translation>
    </message>
    <message>
        <source>Choose a tool, or every tool.</source>
        <translation>Wählen Sie ein Werkzeug oder jedes Werkzeug.</translation>
    </message>
    <message>
        <source>A call costs at most a million.</source>
        <translation>Ein Aufruf kostet höchstens eine Million.</translation>
    </message>
    <message>
        <source>A call of %1 costs %2.</source>
        <translation>Ein Aufruf von %1 kostet %2.</translation>
    </message>
    <message>
        <source>The price was not set: %1</source>
        <translation>Der Preis wurde nicht gesetzt: %1</translation>
    </message>
    <message>
        <source>Remove the price of %1?</source>
        <translation>Den Preis von %1 entfernen?</translation>
    </message>
    <message>
        <source>From now on its calls cost what its server&apos;s price says, or nothing. What was counted stays counted.</source>
        <translation>Ab jetzt kosten seine Aufrufe, was der Preis seines Servers sagt, oder nichts. Was gezählt wurde, bleibt gezählt.</translation>
    </message>
    <message>
        <source>Remove price</source>
        <translation>Preis entfernen</translation>
    </message>
    <message>
        <source>Removed the price of %1.</source>
        <translation>Der Preis von %1 ist entfernt.</translation>
    </message>
    <message>
        <source>The price was not removed: %1</source>
        <translation>Der Preis wurde nicht entfernt: %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RecordChoice</name>
    <message>
        <source>All keys</source>
        <translation>Alle Schlüssel</translation>
    </message>
    <message>
        <source>All servers</source>
        <translation>Alle Server</translation>
    </message>
    <message>
        <source>Ca&amp;ll</source>
        <translation>Auf&amp;ruf</translation>
    </message>
    <message>
        <source>Its id, as records show it. Empty for all.</source>
        <translation>Seine Kennung, wie Einträge sie zeigen. Leer für alle.</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>Recorded at this moment or later.</source>
        <translation>Zu diesem Zeitpunkt oder später eingetragen.</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>Recorded before this moment.</source>
        <translation>Vor diesem Zeitpunkt eingetragen.</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>S&amp;chlüssel</translation>
    </message>
    <message>
        <source>Ser&amp;ver</source>
        <translation>S&amp;erver</translation>
    </message>
    <message>
        <source>&amp;Tool</source>
        <translation>&amp;Werkzeug</translation>
    </message>
    <message>
        <source>Its own name. Empty for all.</source>
        <translation>Sein eigener Name. Leer für alle.</translation>
    </message>
    <message>
        <source>Copy the whole id of the call, as its record shows it.</source>
        <translation>Kopieren Sie die ganze Kennung des Aufrufs, wie sein Eintrag sie zeigt.</translation>
    </message>
    <message>
        <source>This is not later than the beginning.</source>
        <translation>Das ist nicht später als der Anfang.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ReleaseHoldDialog</name>
    <message>
        <source>Release the hold</source>
        <translation>Pflicht beenden</translation>
    </message>
    <message>
        <source>It stands in the log, with the account of this computer that you use.</source>
        <translation>Er steht im Protokoll, mit dem Konto dieses Rechners, das Sie benutzen.</translation>
    </message>
    <message>
        <source>Release a legal hold</source>
        <translation>Eine Aufbewahrungspflicht beenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Placed by %1, in record %2.</source>
        <translation>Gesetzt durch %1, in Eintrag %2.</translation>
    </message>
    <message>
        <source>What only this hold keeps and what is too old by the settings goes within the hour, and can never be read again.</source>
        <translation>Was nur diese Pflicht behält und nach den Einstellungen zu alt ist, geht binnen einer Stunde und kann nie wieder gelesen werden.</translation>
    </message>
    <message>
        <source>Its records can be erased again. By themselves they stay: the settings keep everything for ever.</source>
        <translation>Ihre Einträge können wieder gelöscht werden. Von selbst bleiben sie: Die Einstellungen behalten alles für immer.</translation>
    </message>
    <message>
        <source>The hold was not released: %1</source>
        <translation>Die Pflicht wurde nicht beendet: %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RetentionMenu</name>
    <message>
        <source>Legal &amp;holds…</source>
        <translation>Aufbewahrungs&amp;pflichten …</translation>
    </message>
    <message>
        <source>How long records are &amp;kept…</source>
        <translation>Wie lange Einträge b&amp;leiben …</translation>
    </message>
    <message>
        <source>&amp;Erase arguments and results…</source>
        <translation>Argumente und Ergebnisse &amp;löschen …</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>is</source>
        <translation>ist</translation>
    </message>
    <message>
        <source>is one of</source>
        <translation>ist eines von</translation>
    </message>
    <message>
        <source>lies in the folder</source>
        <translation>liegt im Ordner</translation>
    </message>
    <message>
        <source>is a URL of</source>
        <translation>ist eine URL von</translation>
    </message>
    <message>
        <source>is a number in</source>
        <translation>ist eine Zahl in</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>passt auf</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Trifft zu</translation>
    </message>
    <message>
        <source>Does not hold</source>
        <translation>Trifft nicht zu</translation>
    </message>
    <message>
        <source>Missing or unreadable</source>
        <translation>Fehlt oder unlesbar</translation>
    </message>
    <message>
        <source>Rules of the server</source>
        <translation>Regeln des Servers</translation>
    </message>
    <message>
        <source>Rules of the key</source>
        <translation>Regeln des Schlüssels</translation>
    </message>
    <message>
        <source>Rules of the case</source>
        <translation>Regeln des Falls</translation>
    </message>
    <message>
        <source>Rules of the policy</source>
        <translation>Regeln der Richtlinie</translation>
    </message>
    <message>
        <source>Rules of the request</source>
        <translation>Regeln der Anfrage</translation>
    </message>
    <message numerus="yes">
        <source>gains %n tool(s): %1</source>
        <translation>
            <numerusform>erhält %n Werkzeug: %1</numerusform>
            <numerusform>erhält %n Werkzeuge: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>gains everything of %n server(s), now and later: %1</source>
        <translation>
            <numerusform>erhält alles von %n Server, jetzt und künftig: %1</numerusform>
            <numerusform>erhält alles von %n Servern, jetzt und künftig: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>may do more with %n tool(s): %1</source>
        <translation>
            <numerusform>darf mit %n Werkzeug mehr: %1</numerusform>
            <numerusform>darf mit %n Werkzeugen mehr: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>loses %n tool(s): %1</source>
        <translation>
            <numerusform>verliert %n Werkzeug: %1</numerusform>
            <numerusform>verliert %n Werkzeuge: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>no longer has everything of %n server(s): %1</source>
        <translation>
            <numerusform>hat nicht mehr alles von %n Server: %1</numerusform>
            <numerusform>hat nicht mehr alles von %n Servern: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>may do less with %n tool(s): %1</source>
        <translation>
            <numerusform>darf mit %n Werkzeug weniger: %1</numerusform>
            <numerusform>darf mit %n Werkzeugen weniger: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The key “%1” %2.</source>
        <translation>Der Schlüssel „%1“ %2.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RuleDialog</name>
    <message>
        <source>Edit rule</source>
        <translation>Regel bearbeiten</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Deny, whatever allows it</source>
        <translation>Verbieten, was immer es erlaubt</translation>
    </message>
    <message>
        <source>&amp;What happens</source>
        <translation>&amp;Was geschieht</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>&amp;Worum es geht</translation>
    </message>
    <message>
        <source>server:tool, server:*, server:@readonly, server:@nondestructive, server:@destructive, server:prompt:NAME or server:resource:URI. What a server says of its own tools may be wrong.</source>
        <translation>server:werkzeug, server:*, server:@readonly, server:@nondestructive, server:@destructive, server:prompt:NAME oder server:resource:URI. Was ein Server über seine eigenen Werkzeuge sagt, kann falsch sein.</translation>
    </message>
    <message>
        <source>Add condition</source>
        <translation>Bedingung hinzufügen</translation>
    </message>
    <message>
        <source>Remove condition</source>
        <translation>Bedingung entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>All conditions must hold. An argument that is missing or cannot be read fails a rule that allows and fulfils one that denies.</source>
        <translation>Alle Bedingungen müssen zutreffen. Ein Argument, das fehlt oder nicht lesbar ist, erfüllt eine erlaubende Regel nicht und eine verbietende wohl.</translation>
    </message>
    <message>
        <source>Argument</source>
        <translation>Argument</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Conditions on arguments</source>
        <translation>Bedingungen für Argumente</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>Zum Beispiel: %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::SpecialRules</name>
    <message>
        <source>Edit rule…</source>
        <translation>Regel bearbeiten…</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>Regel entfernen</translation>
    </message>
    <message>
        <source>Why?…</source>
        <translation>Warum?…</translation>
    </message>
    <message>
        <source>Add rule…</source>
        <translation>Regel hinzufügen…</translation>
    </message>
    <message>
        <source>A rule with conditions, one that denies, or one for prompts and resources</source>
        <translation>Eine Regel mit Bedingungen, eine verbietende oder eine für Prompts und Ressourcen</translation>
    </message>
    <message>
        <source>Say why a call would be allowed or refused</source>
        <translation>Sagen, warum ein Aufruf erlaubt oder abgelehnt würde</translation>
    </message>
    <message>
        <source>Rules with conditions and rules that deny</source>
        <translation>Regeln mit Bedingungen und verbietende Regeln</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::WhyDialog</name>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Rule and condition</source>
        <translation>Regel und Bedingung</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Rules that were asked</source>
        <translation>Befragte Regeln</translation>
    </message>
    <message>
        <source>&amp;Tool, prompt or resource</source>
        <translation>&amp;Werkzeug, Prompt oder Ressource</translation>
    </message>
    <message>
        <source>As in a rule: server:tool</source>
        <translation>Wie in einer Regel: server:werkzeug</translation>
    </message>
    <message>
        <source>&amp;Arguments</source>
        <translation>&amp;Argumente</translation>
    </message>
    <message>
        <source>A JSON object. Nothing is called.</source>
        <translation>Ein JSON-Objekt. Es wird nichts aufgerufen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The arguments cannot be read</source>
        <translation>Die Argumente sind unlesbar</translation>
    </message>
    <message>
        <source>They must be a JSON object in which no name stands twice.</source>
        <translation>Sie müssen ein JSON-Objekt sein, in dem kein Name zweimal steht.</translation>
    </message>
    <message>
        <source>This call would be allowed</source>
        <translation>Dieser Aufruf würde erlaubt</translation>
    </message>
    <message>
        <source>This call would be refused: %1</source>
        <translation>Dieser Aufruf würde abgelehnt: %1</translation>
    </message>
    <message>
        <source>The argument is “%1”.</source>
        <translation>Das Argument ist „%1“.</translation>
    </message>
    <message>
        <source>The rule is %1</source>
        <translation>Die Regel ist %1</translation>
    </message>
    <message>
        <source>Allow it</source>
        <translation>Erlauben es</translation>
    </message>
    <message>
        <source>Do not allow it</source>
        <translation>Erlauben es nicht</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) about something else</source>
        <translation>
            <numerusform>%n Regel über etwas anderes</numerusform>
            <numerusform>%n Regeln über etwas anderes</numerusform>
        </translation>
    </message>
    <message>
        <source>There is none</source>
        <translation>Es gibt keine</translation>
    </message>
</context>
<context>
    <name>Owners</name>
    <message>
        <source>What its keys may</source>
        <translation>Was seine Schlüssel dürfen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>No key belongs to it at the moment.</source>
        <translation>Zurzeit gehört kein Schlüssel dazu.</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) will be turned away from now on: %1.</source>
        <translation>
            <numerusform>%n Schlüssel wird ab jetzt abgewiesen: %1.</numerusform>
            <numerusform>%n Schlüssel werden ab jetzt abgewiesen: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What was recorded stays in the audit log.</source>
        <translation>Was aufgezeichnet wurde, bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>No key uses it, so none is turned away.</source>
        <translation>Kein Schlüssel gehört dazu, also wird keiner abgewiesen.</translation>
    </message>
    <message numerus="yes">
        <source>No key uses it, so none is turned away. %n budget(s) of it go, too.</source>
        <translation>
            <numerusform>Kein Schlüssel gehört dazu, also wird keiner abgewiesen. %n Budget davon geht mit verloren.</numerusform>
            <numerusform>Kein Schlüssel gehört dazu, also wird keiner abgewiesen. %n Budgets davon gehen mit verloren.</numerusform>
        </translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Keine Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s): %1</source>
        <translation>
            <numerusform>%n Schlüssel: %1</numerusform>
            <numerusform>%n Schlüssel: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Every request of its teams&apos; keys is refused until you enable it.</source>
        <translation>Jede Anfrage mit den Schlüsseln seiner Teams wird abgewiesen, bis Sie ihn aktivieren.</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Aktiviert</translation>
    </message>
    <message>
        <source>The keys of its teams may be used.</source>
        <translation>Die Schlüssel seiner Teams dürfen benutzt werden.</translation>
    </message>
    <message>
        <source>Every request of its keys is refused until you enable it.</source>
        <translation>Jede Anfrage mit seinen Schlüsseln wird abgewiesen, bis Sie es aktivieren.</translation>
    </message>
    <message>
        <source>Customer disabled</source>
        <translation>Kunde deaktiviert</translation>
    </message>
    <message>
        <source>Every request of its keys is refused until you enable its customer.</source>
        <translation>Jede Anfrage mit seinen Schlüsseln wird abgewiesen, bis Sie seinen Kunden aktivieren.</translation>
    </message>
    <message>
        <source>Its keys may be used.</source>
        <translation>Seine Schlüssel dürfen benutzt werden.</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Every request of its keys is refused until you reopen it.</source>
        <translation>Jede Anfrage mit seinen Schlüsseln wird abgewiesen, bis Sie ihn wieder öffnen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>The keys bound to it may be used.</source>
        <translation>Die Schlüssel, die an ihn gebunden sind, dürfen benutzt werden.</translation>
    </message>
    <message>
        <source>Disable the customer “%1”?</source>
        <translation>Den Kunden „%1“ deaktivieren?</translation>
    </message>
    <message>
        <source>You can enable the customer again.</source>
        <translation>Sie können den Kunden wieder aktivieren.</translation>
    </message>
    <message>
        <source>Disable customer</source>
        <translation>Kunden deaktivieren</translation>
    </message>
    <message>
        <source>Disable the team “%1”?</source>
        <translation>Das Team „%1“ deaktivieren?</translation>
    </message>
    <message>
        <source>You can enable the team again.</source>
        <translation>Sie können das Team wieder aktivieren.</translation>
    </message>
    <message>
        <source>Disable team</source>
        <translation>Team deaktivieren</translation>
    </message>
    <message>
        <source>Close the case “%1”?</source>
        <translation>Den Fall „%1“ abschließen?</translation>
    </message>
    <message>
        <source>You can reopen the case.</source>
        <translation>Sie können den Fall wieder öffnen.</translation>
    </message>
    <message>
        <source>Close case</source>
        <translation>Fall abschließen</translation>
    </message>
    <message>
        <source>Remove the customer “%1”?</source>
        <translation>Den Kunden „%1“ entfernen?</translation>
    </message>
    <message>
        <source>Remove customer</source>
        <translation>Kunden entfernen</translation>
    </message>
    <message>
        <source>Remove the team “%1”?</source>
        <translation>Das Team „%1“ entfernen?</translation>
    </message>
    <message>
        <source>Remove team</source>
        <translation>Team entfernen</translation>
    </message>
    <message>
        <source>Remove the case “%1”?</source>
        <translation>Den Fall „%1“ entfernen?</translation>
    </message>
    <message>
        <source>Its allow-list goes with it.</source>
        <translation>Seine Erlaubnisliste geht mit ihm.</translation>
    </message>
    <message>
        <source>Remove case</source>
        <translation>Fall entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%n team(s) belong to it: %1. Give them another customer with “Edit”, or remove them, and then remove the customer.</source>
        <translation>
            <numerusform>%n Team gehört dazu: %1. Geben Sie ihm mit „Bearbeiten“ einen anderen Kunden, oder entfernen Sie es, und entfernen Sie dann den Kunden.</numerusform>
            <numerusform>%n Teams gehören dazu: %1. Geben Sie ihnen mit „Bearbeiten“ einen anderen Kunden, oder entfernen Sie sie, und entfernen Sie dann den Kunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) belong to it: %1. Give them another team with “Edit key”, or remove them, and then remove the team.</source>
        <translation>
            <numerusform>%n Schlüssel gehört dazu: %1. Geben Sie ihm mit „Schlüssel bearbeiten“ ein anderes Team, oder entfernen Sie ihn, und entfernen Sie dann das Team.</numerusform>
            <numerusform>%n Schlüssel gehören dazu: %1. Geben Sie ihnen mit „Schlüssel bearbeiten“ ein anderes Team, oder entfernen Sie sie, und entfernen Sie dann das Team.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) are bound to it: %1. Release them on the page Keys with “Edit”, or remove them, and then remove the case.</source>
        <translation>
            <numerusform>%n Schlüssel ist daran gebunden: %1. Lösen Sie ihn auf der Seite „Schlüssel“ mit „Bearbeiten“, oder entfernen Sie ihn, und entfernen Sie dann den Fall.</numerusform>
            <numerusform>%n Schlüssel sind daran gebunden: %1. Lösen Sie sie auf der Seite „Schlüssel“ mit „Bearbeiten“, oder entfernen Sie sie, und entfernen Sie dann den Fall.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CaseDialog</name>
    <message>
        <source>&amp;Limit what its keys may use</source>
        <translation>&amp;Begrenzen, was seine Schlüssel dürfen</translation>
    </message>
    <message>
        <source>Open case</source>
        <translation>Fall eröffnen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Open a case</source>
        <translation>Einen Fall eröffnen</translation>
    </message>
    <message>
        <source>Edit case</source>
        <translation>Fall bearbeiten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>A key bound to the case may use what both allow: its own list and this one. Without a limit its own list decides.</source>
        <translation>Ein Schlüssel, der an den Fall gebunden ist, darf, was beide erlauben: seine eigene Liste und diese. Ohne Begrenzung entscheidet seine eigene.</translation>
    </message>
    <message>
        <source>Limit what its keys may use</source>
        <translation>Begrenzen, was seine Schlüssel dürfen</translation>
    </message>
    <message>
        <source>Allowed tools</source>
        <translation>Erlaubte Werkzeuge</translation>
    </message>
    <message>
        <source>The limit goes: its keys may use whatever their own lists allow.</source>
        <translation>Die Begrenzung fällt weg: Seine Schlüssel dürfen alles, was ihre eigenen Listen erlauben.</translation>
    </message>
    <message>
        <source>From now on its keys may use at most: %1.</source>
        <translation>Von jetzt an dürfen seine Schlüssel höchstens: %1.</translation>
    </message>
    <message>
        <source>Save this allow-list for the keys of the case?</source>
        <translation>Diese Erlaubnisliste für die Schlüssel des Falls speichern?</translation>
    </message>
    <message>
        <source>Save case</source>
        <translation>Fall speichern</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CasePanel</name>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Its keys may use</source>
        <translation>Seine Schlüssel dürfen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Eröffnet</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Kurzname</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Close…</source>
        <translation>Abschließen …</translation>
    </message>
    <message>
        <source>To bind a key to it, edit the key on the page Keys.</source>
        <translation>Um einen Schlüssel daran zu binden, bearbeiten Sie ihn auf der Seite „Schlüssel“.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CasesModel</name>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Eröffnet</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::CasesView</name>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>What is worked on: closed, no key bound to it is let in any more.</source>
        <translation>Woran gearbeitet wird: Ist ein Fall abgeschlossen, wird kein Schlüssel mehr eingelassen, der an ihn gebunden ist.</translation>
    </message>
    <message>
        <source>Open case</source>
        <translation>Fall eröffnen</translation>
    </message>
    <message>
        <source>Open a case (Ctrl+N)</source>
        <translation>Einen Fall eröffnen (Strg+N)</translation>
    </message>
    <message>
        <source>Search cases</source>
        <translation>Fälle suchen</translation>
    </message>
    <message>
        <source>No cases yet</source>
        <translation>Noch keine Fälle</translation>
    </message>
    <message>
        <source>Bind keys to a case, and each call is recorded with it. A case can limit what its keys may use, have a budget, and when it is closed, its keys stop working.</source>
        <translation>Binden Sie Schlüssel an einen Fall, und jeder Aufruf wird mit ihm aufgezeichnet. Ein Fall kann begrenzen, was seine Schlüssel dürfen, und ein Budget haben; ist er abgeschlossen, gelten seine Schlüssel nicht mehr.</translation>
    </message>
    <message>
        <source>Open a case…</source>
        <translation>Einen Fall eröffnen …</translation>
    </message>
    <message>
        <source>The case could not be reopened</source>
        <translation>Der Fall konnte nicht wieder geöffnet werden</translation>
    </message>
    <message>
        <source>The case could not be closed</source>
        <translation>Der Fall konnte nicht abgeschlossen werden</translation>
    </message>
    <message>
        <source>The case could not be removed</source>
        <translation>Der Fall konnte nicht entfernt werden</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::NameFields</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>For people; may be changed at any time.</source>
        <translation>Für Menschen; jederzeit zu ändern.</translation>
    </message>
    <message>
        <source>&amp;Short name</source>
        <translation>&amp;Kurzname</translation>
    </message>
    <message>
        <source>For records and commands: up to 40 letters, digits, hyphens, dots and underscores. It cannot be changed later.</source>
        <translation>Für Einträge und Befehle: bis zu 40 Buchstaben, Ziffern, Bindestriche, Punkte und Unterstriche. Später nicht mehr zu ändern.</translation>
    </message>
    <message>
        <source>It stands in records and commands, so it cannot change any more.</source>
        <translation>Er steht in Einträgen und Befehlen und ist deshalb nicht mehr zu ändern.</translation>
    </message>
    <message>
        <source>Use at most 80 characters that can be printed.</source>
        <translation>Verwenden Sie höchstens 80 druckbare Zeichen.</translation>
    </message>
    <message>
        <source>Another one has this name; choose a different one.</source>
        <translation>Diesen Namen gibt es schon; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Use 1 to 40 letters of the English alphabet, digits, hyphens, dots and underscores, beginning with a letter or digit.</source>
        <translation>Verwenden Sie 1 bis 40 Buchstaben ohne Umlaute, Ziffern, Bindestriche, Punkte und Unterstriche, beginnend mit einem Buchstaben oder einer Ziffer.</translation>
    </message>
    <message>
        <source>Another one has this short name; choose a different one.</source>
        <translation>Diesen Kurznamen gibt es schon; wählen Sie einen anderen.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::OwnerDialog</name>
    <message>
        <source>Add customer</source>
        <translation>Kunden hinzufügen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Edit customer</source>
        <translation>Kunden bearbeiten</translation>
    </message>
    <message>
        <source>Add team</source>
        <translation>Team hinzufügen</translation>
    </message>
    <message>
        <source>Edit team</source>
        <translation>Team bearbeiten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Customer</source>
        <translation>K&amp;unde</translation>
    </message>
    <message>
        <source>Whom the team works for. Disabling the customer turns away the team&apos;s keys, too.</source>
        <translation>Für wen das Team arbeitet. Wird der Kunde deaktiviert, werden auch die Schlüssel des Teams abgewiesen.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::OwnerPanel</name>
    <message>
        <source>Add team…</source>
        <translation>Team hinzufügen …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Show on the page Keys</source>
        <translation>Auf der Seite „Schlüssel“ zeigen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Disable…</source>
        <translation>Deaktivieren …</translation>
    </message>
    <message numerus="yes">
        <source>%n team(s)</source>
        <translation>
            <numerusform>%n Team</numerusform>
            <numerusform>%n Teams</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a team: keys belong to teams.</source>
        <translation>Fügen Sie ein Team hinzu: Schlüssel gehören Teams.</translation>
    </message>
    <message>
        <source>Customer: %1</source>
        <translation>Kunde: %1</translation>
    </message>
    <message>
        <source>To give it a key, choose the key in the tree, then “Edit key”.</source>
        <translation>Um ihm einen Schlüssel zu geben, wählen Sie den Schlüssel im Baum und dann „Schlüssel bearbeiten“.</translation>
    </message>
    <message>
        <source>It belongs to no team; “Edit key” gives it one.</source>
        <translation>Er gehört keinem Team; „Schlüssel bearbeiten“ gibt ihm eines.</translation>
    </message>
    <message>
        <source>Edit key…</source>
        <translation>Schlüssel bearbeiten …</translation>
    </message>
    <message>
        <source>Keys without a team</source>
        <translation>Schlüssel ohne Team</translation>
    </message>
    <message>
        <source>They belong to nobody: no customer or team can switch them off, and no budget of one counts their calls.</source>
        <translation>Sie gehören niemandem: Kein Kunde oder Team kann sie abschalten, und kein Budget eines solchen zählt ihre Aufrufe.</translation>
    </message>
    <message>
        <source>To give one a team, choose the key in the tree, then “Edit key”.</source>
        <translation>Um einem ein Team zu geben, wählen Sie den Schlüssel im Baum und dann „Schlüssel bearbeiten“.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::OwnerTree</name>
    <message>
        <source>Customer, team, key</source>
        <translation>Kunde, Team, Schlüssel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Keys without a team</source>
        <translation>Schlüssel ohne Team</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::OwnersView</name>
    <message>
        <source>Add customer</source>
        <translation>Kunden hinzufügen</translation>
    </message>
    <message>
        <source>Add a customer (Ctrl+N)</source>
        <translation>Einen Kunden hinzufügen (Strg+N)</translation>
    </message>
    <message>
        <source>Customers and teams</source>
        <translation>Kunden und Teams</translation>
    </message>
    <message>
        <source>Who owns keys: switched off, nobody who belongs there is let in any more.</source>
        <translation>Wem Schlüssel gehören: Ist er abgeschaltet, wird niemand mehr eingelassen, der dazugehört.</translation>
    </message>
    <message>
        <source>Search customers, teams and keys</source>
        <translation>Kunden, Teams und Schlüssel suchen</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Noch keine Kunden</translation>
    </message>
    <message>
        <source>A customer has teams, and a team has keys. Then you see who uses what, give each a budget, and can switch off a whole team or customer at once. Without them every key stands alone.</source>
        <translation>Ein Kunde hat Teams, und ein Team hat Schlüssel. Dann sehen Sie, wer was benutzt, geben jedem ein Budget und können ein ganzes Team oder einen Kunden auf einmal abschalten. Ohne sie steht jeder Schlüssel für sich.</translation>
    </message>
    <message>
        <source>Add customer…</source>
        <translation>Kunden hinzufügen …</translation>
    </message>
    <message>
        <source>The customer could not be enabled</source>
        <translation>Der Kunde konnte nicht aktiviert werden</translation>
    </message>
    <message>
        <source>The customer could not be disabled</source>
        <translation>Der Kunde konnte nicht deaktiviert werden</translation>
    </message>
    <message>
        <source>The team could not be enabled</source>
        <translation>Das Team konnte nicht aktiviert werden</translation>
    </message>
    <message>
        <source>The team could not be disabled</source>
        <translation>Das Team konnte nicht deaktiviert werden</translation>
    </message>
    <message>
        <source>The customer could not be removed</source>
        <translation>Der Kunde konnte nicht entfernt werden</translation>
    </message>
    <message>
        <source>The team could not be removed</source>
        <translation>Das Team konnte nicht entfernt werden</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RateField</name>
    <message>
        <source>A call beyond it is refused and recorded. Failed calls count, too.</source>
        <translation>Ein Aufruf darüber hinaus wird abgewiesen und aufgezeichnet. Auch gescheiterte Aufrufe zählen.</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>In seconds</source>
        <translation>In Sekunden</translation>
    </message>
    <message>
        <source>At one moment</source>
        <translation>Auf einmal</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::TeamsPage</name>
    <message>
        <source>Teams and cases</source>
        <translation>Teams und Fälle</translation>
    </message>
    <message>
        <source>Customers and teams</source>
        <translation>Kunden und Teams</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeyBindingForm</name>
    <message>
        <source>&amp;HTTP</source>
        <translation>&amp;HTTP</translation>
    </message>
    <message>
        <source>HTTP+&amp;SSE (old)</source>
        <translation>HTTP+&amp;SSE (alt)</translation>
    </message>
    <message>
        <source>The &amp;bridge and the local socket</source>
        <translation>&amp;Brücke und lokaler Socket</translation>
    </message>
    <message>
        <source>Add program…</source>
        <translation>Programm hinzufügen…</translation>
    </message>
    <message>
        <source>Remove program</source>
        <translation>Programm entfernen</translation>
    </message>
    <message>
        <source>Ways in</source>
        <translation>Wege</translation>
    </message>
    <message>
        <source>None checked: every way. Over another one the key is refused.</source>
        <translation>Ohne Haken: jeder Weg. Auf einem anderen wird der Schlüssel abgewiesen.</translation>
    </message>
    <message>
        <source>&amp;Programs</source>
        <translation>&amp;Programme</translation>
    </message>
    <message>
        <source>None: every program. Only over the bridge and the local socket, by a hash of the program&apos;s file: it stops a copied secret, but no program of the same user that means to get in, and of python or node it says nothing of the script.</source>
        <translation>Keines: jedes Programm. Nur über die Brücke und den lokalen Socket, an einer Prüfsumme der Programmdatei: Das hält ein kopiertes Geheimnis auf, aber kein Programm desselben Benutzers, das es darauf anlegt, und bei python oder node sagt es nichts über das Skript.</translation>
    </message>
    <message>
        <source>Choose a program</source>
        <translation>Programm wählen</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RotateKeyDialog</name>
    <message>
        <source>New secret</source>
        <translation>Neues Geheimnis</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Eine Stunde</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>Einen Tag</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Eine Woche</translation>
    </message>
    <message>
        <source>For 30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>For 90 days</source>
        <translation>90 Tage</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The &amp;old secret still works</source>
        <translation>Das &amp;alte Geheimnis gilt noch</translation>
    </message>
    <message>
        <source>Until its client has the new one; never longer than the key.</source>
        <translation>Bis sein Client das neue hat; nie länger als der Schlüssel.</translation>
    </message>
    <message>
        <source>Until its client has the new one.</source>
        <translation>Bis sein Client das neue hat.</translation>
    </message>
    <message>
        <source>A new secret for “%1”?</source>
        <translation>Neues Geheimnis für „%1“?</translation>
    </message>
    <message>
        <source>The secret before the present one still works until %1. It ends now.</source>
        <translation>Das Geheimnis vor dem jetzigen gilt noch bis %1. Es endet nun.</translation>
    </message>
</context>
<context>
    <name>WiderRights</name>
    <message numerus="yes">
        <source>%n more key(s) change as well.</source>
        <translation>
            <numerusform>%n weiterer Schlüssel ändert sich ebenfalls.</numerusform>
            <numerusform>%n weitere Schlüssel ändern sich ebenfalls.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save these wider rights?</source>
        <translation>Diese erweiterten Rechte speichern?</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ServerRulesDialog</name>
    <message>
        <source>Let only &amp;what is chosen here out</source>
        <translation>Nur &amp;herauslassen, was hier gewählt ist</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Rules of the server “%1”</source>
        <translation>Regeln des Servers „%1“</translation>
    </message>
    <message>
        <source>What this server offers beyond it does not exist for any key. Without it a key's own list decides. Rules that deny hold in either case.</source>
        <translation>Was dieser Server darüber hinaus anbietet, gibt es für keinen Schlüssel. Ohne diese Begrenzung entscheidet die eigene Liste des Schlüssels. Regeln, die verweigern, gelten in jedem Fall.</translation>
    </message>
    <message>
        <source>Let only what is chosen here out</source>
        <translation>Nur herauslassen, was hier gewählt ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose at least one tool, or disable the server to let nothing out.</source>
        <translation>Wählen Sie mindestens ein Werkzeug, oder deaktivieren Sie den Server, um nichts herauszulassen.</translation>
    </message>
</context>
<context>
    <name>Revisions</name>
    <message>
        <source>New server</source>
        <translation>Neuer Server</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Server removed</source>
        <translation>Server entfernt</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Allow-list of the key</source>
        <translation>Erlaubnisliste des Schlüssels</translation>
    </message>
    <message>
        <source>Key removed</source>
        <translation>Schlüssel entfernt</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Customer removed</source>
        <translation>Kunde entfernt</translation>
    </message>
    <message>
        <source>New team</source>
        <translation>Neues Team</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Team removed</source>
        <translation>Team entfernt</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>Neuer Fall</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>Case removed</source>
        <translation>Fall entfernt</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Budget removed</source>
        <translation>Budget entfernt</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Price removed</source>
        <translation>Preis entfernt</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Taken from a file</source>
        <translation>Aus einer Datei übernommen</translation>
    </message>
    <message>
        <source>Found as it is</source>
        <translation>So vorgefunden</translation>
    </message>
    <message>
        <source>Undone: revision</source>
        <translation>Rückgängig gemacht: Revision</translation>
    </message>
    <message>
        <source>Restored: revision</source>
        <translation>Wiederhergestellt: Revision</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>allow-list</source>
        <translation>Erlaubnisliste</translation>
    </message>
    <message>
        <source>days: who called, and why</source>
        <translation>Tage: wer aufrief und warum</translation>
    </message>
    <message>
        <source>case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>changed tools</source>
        <translation>geänderte Werkzeuge</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>calls at once</source>
        <translation>Aufrufe zugleich</translation>
    </message>
    <message>
        <source>contents kept</source>
        <translation>aufbewahrte Inhalte</translation>
    </message>
    <message>
        <source>days: arguments and results</source>
        <translation>Tage: Argumente und Ergebnisse</translation>
    </message>
    <message>
        <source>currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>durability</source>
        <translation>Haltbarkeit</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>eingeschaltet</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>expires</source>
        <translation>läuft ab</translation>
    </message>
    <message>
        <source>hash of the secret</source>
        <translation>Hash des Geheimnisses</translation>
    </message>
    <message>
        <source>header fields</source>
        <translation>Kopffelder</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>millionths a call</source>
        <translation>Millionstel je Aufruf</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>receipts</source>
        <translation>Quittungen</translation>
    </message>
    <message>
        <source>retention</source>
        <translation>Aufbewahrung</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>names of tools</source>
        <translation>Namen der Werkzeuge</translation>
    </message>
    <message>
        <source>tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Server “%1”</source>
        <translation>Server „%1“</translation>
    </message>
    <message>
        <source>Key “%1”</source>
        <translation>Schlüssel „%1“</translation>
    </message>
    <message>
        <source>Customer “%1”</source>
        <translation>Kunde „%1“</translation>
    </message>
    <message>
        <source>Team “%1”</source>
        <translation>Team „%1“</translation>
    </message>
    <message>
        <source>Case “%1”</source>
        <translation>Fall „%1“</translation>
    </message>
    <message>
        <source>Budget “%1”</source>
        <translation>Budget „%1“</translation>
    </message>
    <message>
        <source>Price of “%1”</source>
        <translation>Preis von „%1“</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>administrators</source>
        <translation>Administratoren</translation>
    </message>
    <message>
        <source>unencrypted HTTP allowed</source>
        <translation>unverschlüsseltes HTTP erlaubt</translation>
    </message>
    <message>
        <source>analysts</source>
        <translation>Analysten</translation>
    </message>
    <message>
        <source>auditors</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>size of a request</source>
        <translation>Größe einer Anfrage</translation>
    </message>
    <message>
        <source>budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>at once at most</source>
        <translation>höchstens auf einmal</translation>
    </message>
    <message>
        <source>trusted authority</source>
        <translation>vertraute Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>time limit of a call in seconds</source>
        <translation>Zeitgrenze eines Aufrufs in Sekunden</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>private key file</source>
        <translation>Datei des privaten Schlüssels</translation>
    </message>
    <message>
        <source>passphrase of the private key</source>
        <translation>Passphrase des privaten Schlüssels</translation>
    </message>
    <message>
        <source>created</source>
        <translation>erstellt</translation>
    </message>
    <message>
        <source>customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>failed calls count</source>
        <translation>gescheiterte Aufrufe zählen</translation>
    </message>
    <message>
        <source>groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>size of the headers</source>
        <translation>Größe der Kopfzeilen</translation>
    </message>
    <message>
        <source>id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>stop when idle for so many seconds</source>
        <translation>Ende nach so vielen Sekunden ohne Aufruf</translation>
    </message>
    <message>
        <source>calls at once of one key</source>
        <translation>gleichzeitige Aufrufe eines Schlüssels</translation>
    </message>
    <message>
        <source>levels of nested values</source>
        <translation>Ebenen verschachtelter Werte</translation>
    </message>
    <message>
        <source>members of one list or object</source>
        <translation>Einträge einer Liste oder eines Objekts</translation>
    </message>
    <message>
        <source>web links left alone</source>
        <translation>Weblinks unverändert</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>lenient Accept</source>
        <translation>nachsichtig bei Accept</translation>
    </message>
    <message>
        <source>requests without a session served</source>
        <translation>Anfragen ohne Sitzung bedient</translation>
    </message>
    <message>
        <source>level</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>listeners of one key</source>
        <translation>Hörer eines Schlüssels</translation>
    </message>
    <message>
        <source>a call with progress ends after so many seconds</source>
        <translation>ein Aufruf mit Fortschritt endet nach so vielen Sekunden</translation>
    </message>
    <message>
        <source>longest name</source>
        <translation>längster Name</translation>
    </message>
    <message>
        <source>old transport HTTP+SSE</source>
        <translation>alter Transport HTTP+SSE</translation>
    </message>
    <message>
        <source>may ask to open addresses</source>
        <translation>darf bitten, Adressen zu öffnen</translation>
    </message>
    <message>
        <source>may ask with forms</source>
        <translation>darf mit Formularen fragen</translation>
    </message>
    <message>
        <source>may ask for folders</source>
        <translation>darf nach Ordnern fragen</translation>
    </message>
    <message>
        <source>may ask the model</source>
        <translation>darf das Modell fragen</translation>
    </message>
    <message>
        <source>used by one person</source>
        <translation>von einer Person benutzt</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>eröffnet</translation>
    </message>
    <message>
        <source>calls of all keys that wait for an answer</source>
        <translation>Aufrufe aller Schlüssel, die auf Antwort warten</translation>
    </message>
    <message>
        <source>calls of one key that wait for an answer</source>
        <translation>Aufrufe eines Schlüssels, die auf Antwort warten</translation>
    </message>
    <message>
        <source>a waiting call is given up after so many seconds</source>
        <translation>ein wartender Aufruf wird aufgegeben nach so vielen Sekunden</translation>
    </message>
    <message>
        <source>path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>in so many seconds</source>
        <translation>in so vielen Sekunden</translation>
    </message>
    <message>
        <source>prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>size of a state that a client carries</source>
        <translation>Größe eines Zustands, den der Client trägt</translation>
    </message>
    <message>
        <source>requests a minute</source>
        <translation>Anfragen je Minute</translation>
    </message>
    <message>
        <source>size of a result</source>
        <translation>Größe eines Ergebnisses</translation>
    </message>
    <message>
        <source>old secret</source>
        <translation>altes Geheimnis</translation>
    </message>
    <message>
        <source>roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>folders it may know</source>
        <translation>Ordner, die er kennen darf</translation>
    </message>
    <message>
        <source>one running for</source>
        <translation>je einer läuft für</translation>
    </message>
    <message>
        <source>name of the secret</source>
        <translation>Name des Geheimnisses</translation>
    </message>
    <message>
        <source>server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>short name of the server in front</source>
        <translation>Kurzname des Servers davor</translation>
    </message>
    <message>
        <source>servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>session ends after so many idle seconds</source>
        <translation>Sitzung endet nach so vielen ruhigen Sekunden</translation>
    </message>
    <message>
        <source>sessions of all keys</source>
        <translation>Sitzungen aller Schlüssel</translation>
    </message>
    <message>
        <source>sessions of one key</source>
        <translation>Sitzungen eines Schlüssels</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>started</source>
        <translation>gestartet</translation>
    </message>
    <message>
        <source>open streams of all keys</source>
        <translation>offene Ströme aller Schlüssel</translation>
    </message>
    <message>
        <source>open streams of one key</source>
        <translation>offene Ströme eines Schlüssels</translation>
    </message>
    <message>
        <source>teams</source>
        <translation>Teams</translation>
    </message>
    <message>
        <source>time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>transport</source>
        <translation>Transport</translation>
    </message>
    <message>
        <source>ways in</source>
        <translation>Zugangswege</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>resources that a listener hears of</source>
        <translation>Ressourcen, von denen ein Hörer erfährt</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>size of an address</source>
        <translation>Größe einer Adresse</translation>
    </message>
    <message>
        <source>users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>warning at percent</source>
        <translation>Warnung bei Prozent</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>working folder</source>
        <translation>Arbeitsordner</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>markiert</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>arguments and results</source>
        <translation>Argumente und Ergebnisse</translation>
    </message>
    <message>
        <source>fingerprints</source>
        <translation>Fingerabdrücke</translation>
    </message>
    <message>
        <source>what proves a text later</source>
        <translation>was einen Text später beweist</translation>
    </message>
    <message>
        <source>the disk follows</source>
        <translation>die Platte folgt</translation>
    </message>
    <message>
        <source>on the disk first</source>
        <translation>erst auf der Platte</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>life of the case</source>
        <translation>Dauer des Falls</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>minute</source>
        <translation>Minute</translation>
    </message>
    <message>
        <source>month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>quarter</source>
        <translation>Quartal</translation>
    </message>
    <message>
        <source>week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>found out</source>
        <translation>selbst herausgefunden</translation>
    </message>
    <message>
        <source>with sessions</source>
        <translation>mit Sitzung</translation>
    </message>
    <message>
        <source>stateless</source>
        <translation>ohne Sitzung</translation>
    </message>
    <message>
        <source>each key</source>
        <translation>jeden Schlüssel</translation>
    </message>
    <message>
        <source>each session</source>
        <translation>jede Sitzung</translation>
    </message>
    <message>
        <source>all clients</source>
        <translation>alle Clients</translation>
    </message>
    <message>
        <source>with the gateway</source>
        <translation>mit dem Gateway</translation>
    </message>
    <message>
        <source>by the first call</source>
        <translation>vom ersten Aufruf</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>cost in millionths</source>
        <translation>Kosten in Millionsteln</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>milliseconds at servers</source>
        <translation>Millisekunden bei Servern</translation>
    </message>
    <message>
        <source>write calls</source>
        <translation>Schreibaufrufe</translation>
    </message>
    <message>
        <source>calendar</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>rolling</source>
        <translation>gleitend</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>New secret of the key</source>
        <translation>Neues Geheimnis des Schlüssels</translation>
    </message>
    <message>
        <source>Old secret of the key ended</source>
        <translation>Altes Geheimnis des Schlüssels beendet</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>the old one works until %1</source>
        <translation>das alte gilt bis %1</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::DifferenceTable</name>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RevertDialog</name>
    <message>
        <source>Go back in the history</source>
        <translation>Im Verlauf zurückgehen</translation>
    </message>
    <message>
        <source>This is what changes. It becomes a revision of its own, which can be undone as well.</source>
        <translation>Das ändert sich. Es wird eine eigene Revision, die sich ebenfalls rückgängig machen lässt.</translation>
    </message>
    <message>
        <source>Undo the change of revision %1?</source>
        <translation>Die Änderung der Revision %1 rückgängig machen?</translation>
    </message>
    <message>
        <source>Restore the state of revision %1?</source>
        <translation>Den Stand der Revision %1 wiederherstellen?</translation>
    </message>
    <message>
        <source>&amp;Undo this change</source>
        <translation>&amp;Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>&amp;Restore it</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Finding out what keys gain and lose…</source>
        <translation>Es wird ermittelt, was Schlüssel gewinnen und verlieren …</translation>
    </message>
    <message>
        <source>No key may do more or less, as far as tools are known.</source>
        <translation>Kein Schlüssel darf mehr oder weniger, soweit Werkzeuge bekannt sind.</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) come back, and work again for whoever has the secret: %1.</source>
        <translation>
            <numerusform>%n Schlüssel kommt zurück und gilt wieder für alle, die sein Geheimnis haben: %1.</numerusform>
            <numerusform>%n Schlüssel kommen zurück und gelten wieder für alle, die ihr Geheimnis haben: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) go back to an earlier secret: %1.</source>
        <translation>
            <numerusform>%n Schlüssel kehrt zu einem früheren Geheimnis zurück: %1.</numerusform>
            <numerusform>%n Schlüssel kehren zu früheren Geheimnissen zurück: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RevisionsDialog</name>
    <message>
        <source>Reading the history…</source>
        <translation>Der Verlauf wird gelesen …</translation>
    </message>
    <message>
        <source>&amp;Older changes</source>
        <translation>Ä&amp;ltere Änderungen</translation>
    </message>
    <message>
        <source>&amp;Undo this change…</source>
        <translation>Änderung &amp;rückgängig machen …</translation>
    </message>
    <message>
        <source>&amp;Restore this state…</source>
        <translation>Stand &amp;wiederherstellen …</translation>
    </message>
    <message>
        <source>History of changes</source>
        <translation>Verlauf der Änderungen</translation>
    </message>
    <message>
        <source>Nothing has changed yet</source>
        <translation>Noch hat sich nichts geändert</translation>
    </message>
    <message>
        <source>Every change of servers, keys, rules, budgets and settings is kept here with who made it, and can be taken back.</source>
        <translation>Jede Änderung an Servern, Schlüsseln, Regeln, Budgets und Einstellungen wird hier mit ihrem Urheber aufbewahrt und lässt sich zurücknehmen.</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Changes of the configuration</source>
        <translation>Änderungen der Konfiguration</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The history could not be read</source>
        <translation>Der Verlauf konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Revision %1 cannot be shown</source>
        <translation>Revision %1 kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>Nothing is known from before revision %1.</source>
        <translation>Von vor Revision %1 ist nichts bekannt.</translation>
    </message>
    <message>
        <source>What revision %1 changed cannot be shown</source>
        <translation>Was Revision %1 geändert hat, kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>Nothing changed in revision %1.</source>
        <translation>In Revision %1 hat sich nichts geändert.</translation>
    </message>
    <message>
        <source>Changed in revision %1</source>
        <translation>Geändert in Revision %1</translation>
    </message>
    <message>
        <source>Revision %1 cannot be undone</source>
        <translation>Revision %1 kann nicht rückgängig gemacht werden</translation>
    </message>
    <message>
        <source>The configuration has just changed: try again.</source>
        <translation>Die Konfiguration hat sich gerade geändert: Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Revision %1 cannot be restored</source>
        <translation>Revision %1 kann nicht wiederhergestellt werden</translation>
    </message>
</context>
<context>
    <name>Permissions</name>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Analyst</source>
        <translation>Analyst</translation>
    </message>
    <message>
        <source>No role</source>
        <translation>Keine Rolle</translation>
    </message>
    <message>
        <source>This takes another role than yours: %1.</source>
        <translation>Das braucht eine andere Rolle als Ihre: %1.</translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RolesForm</name>
    <message>
        <source>&amp;Give out roles</source>
        <translation>Rollen &amp;vergeben</translation>
    </message>
    <message>
        <source>Who may do what here</source>
        <translation>Wer hier was darf</translation>
    </message>
    <message>
        <source>Otherwise the account that the gateway runs as has every role, and nobody else has any. root is administrator in any case.</source>
        <translation>Sonst hat das Konto, unter dem das Gateway läuft, alle Rollen und niemand sonst eine. root ist in jedem Fall Administrator.</translation>
    </message>
    <message>
        <source>Administrators</source>
        <translation>Administratoren</translation>
    </message>
    <message>
        <source>Configure: servers, keys, rules, budgets, secrets and these roles.</source>
        <translation>Richten ein: Server, Schlüssel, Regeln, Budgets, Geheimnisse und diese Rollen.</translation>
    </message>
    <message>
        <source>Auditors</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Examine the log, sign off and export; configure nothing.</source>
        <translation>Prüfen das Protokoll, zeichnen ab und exportieren; richten nichts ein.</translation>
    </message>
    <message>
        <source>Analysts</source>
        <translation>Analysten</translation>
    </message>
    <message>
        <source>See the activity of keys that their account owns.</source>
        <translation>Sehen die Aktivität der Schlüssel, die ihrem Konto gehören.</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Names of this computer, with commas.</source>
        <translation>Namen dieses Computers, mit Kommas.</translation>
    </message>
    <message>
        <source>%1: users</source>
        <translation>%1: Benutzer</translation>
    </message>
    <message>
        <source>%1: groups</source>
        <translation>%1: Gruppen</translation>
    </message>
</context>
</TS>
