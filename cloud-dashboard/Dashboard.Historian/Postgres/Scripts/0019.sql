-- Passkeys, as ASP.NET Core Identity names their table, and which sessions began with one.
CREATE TABLE "AspNetUserPasskeys" (
    "CredentialId" bytea PRIMARY KEY, "UserId" text NOT NULL REFERENCES "AspNetUsers" ON DELETE CASCADE, "Data" jsonb NOT NULL);
CREATE INDEX "IX_AspNetUserPasskeys_UserId" ON "AspNetUserPasskeys" ("UserId");
ALTER TABLE sessions ADD COLUMN passkey integer NOT NULL DEFAULT 0;
