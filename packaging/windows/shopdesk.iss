; Inno Setup: a per-user installer for the folder that `python packaging\tasks.py build --app` makes on Windows.
; Not run yet. To try:  iscc packaging\windows\shopdesk.iss

#define Version "0.1.0"

[Setup]
AppId={{6B0F8C0E-3C0B-4E55-9B57-3D1F5D5E0D11}
AppName=ShopDesk
AppVersion={#Version}
AppPublisher=ShopDesk
LicenseFile=..\..\LICENSE
DefaultDirName={autopf}\ShopDesk
DefaultGroupName=ShopDesk
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=ShopDesk-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
UninstallDisplayIcon={app}\shopdesk.exe

[Files]
Source: "..\..\dist\ShopDesk\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\ShopDesk"; Filename: "{app}\shopdesk.exe"
Name: "{autodesktop}\ShopDesk"; Filename: "{app}\shopdesk.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\shopdesk.exe"; Description: "{cm:LaunchProgram,ShopDesk}"; Flags: nowait postinstall skipifsilent

; The shop's stores and settings are the person's own and are left where they are.
